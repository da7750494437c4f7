// npm run rules: writes rules/earmark.yml.
import { writeFileSync } from 'node:fs';
import { ruleFile } from './rule-file.ts';

writeFileSync(new URL('../rules/earmark.yml', import.meta.url), ruleFile());

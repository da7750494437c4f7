// npm run dashboards: writes infra/grafana/dashboards from the code beside this file.
import { mkdir, writeFile } from 'node:fs/promises';
import { dashboardFiles, FOLDER } from './dashboard-files.ts';

await mkdir(FOLDER, { recursive: true });
for (const [file, text] of await dashboardFiles()) await writeFile(new URL(file, FOLDER), text);

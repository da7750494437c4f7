# zsh complete.zsh SCRIPT LINE...: what each line becomes by a press of Tab in a shell that has sourced SCRIPT.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT=; autoload -Uz compinit; compinit -D -u; source ${(q)1}"
# Ctrl-Y prints the line and empties it.
zpty -w shell 'show() { print -r -- "<<$BUFFER>>"; BUFFER= }; zle -N show; bindkey "^Y" show; print REA""DY'
zpty -r shell output '*READY*'
for line in "${@:2}"; do
  zpty -w -n shell "$line"$'\t\x19'
  zpty -r shell output '*<<*>>*'
  print -r -- "${${output##*<<}%%>>*}"
done
zpty -d shell

# Reads or changes the images of wrapper values, and not a byte beside them.
#
#   awk -f images.awk FILE                                      prints a line per image: name, tag, digest, between tabs
#   IMAGE= TAG= DIGEST= awk -v write=1 -f images.awk FILE       prints FILE with that image's two values replaced
#   awk -v name=FILE …                                          calls standard input so in errors
#
# An editor for YAML would lose blank lines and comments. What cannot be read line by line is refused, with status 2:
# duplicate keys, anchors, flow style, tabs, a second document.

function refuse(message) {
  printf "%s:%d: %s\n", name ? name : FILENAME, NR, message > "/dev/stderr"
  failed = 1
  exit 2
}

# The text of a scalar on one line; sets `comment` to what follows it.
function scalar(text,    end) {
  comment = ""
  sub(/^ +/, "", text)
  if (text ~ /^"/) end = index(substr(text, 2), "\"") + 1
  else if (text ~ /^'/) end = index(substr(text, 2), "'") + 1
  else {
    match(text, /^[A-Za-z0-9_.:-]*/)
    end = RLENGTH
  }
  if (text ~ /^["']/ && end == 1) refuse("a quote is not closed")
  comment = substr(text, end + 1)
  if (comment !~ /^ *(#.*)?$/ || (end && comment ~ /^#/)) refuse("only a plain or quoted value can be read here: " text)
  sub(/^ +/, "", comment)
  text = substr(text, 1, end)
  if (text ~ /^["']/) text = substr(text, 2, length(text) - 2)
  if (text ~ /\\/) refuse("an escape cannot be read here: " text)
  return text
}

BEGIN {
  wanted = ENVIRON["IMAGE"]
  new["tag"] = ENVIRON["TAG"]
  new["digest"] = ENVIRON["DIGEST"]
}

{
  line = $0
  ending = sub(/\r$/, "", line) ? "\r" : ""
  output = $0
}

line ~ /^---/ && content { refuse("a second document") }

line !~ /^[ \t]*(#|$)/ && line !~ /^---/ {
  content = 1
  if (inside && line ~ /^ *\t/) refuse("a tab in the indentation")
  match(line, /^ */)
  indent = RLENGTH
  text = substr(line, indent + 1)
  if (indent == 0) {
    inside = text ~ /^["']?images["']?[ \t]*:/
    if (inside) {
      if (seen++) refuse("images stands here twice")
      if (text !~ /^images: *(#.*)?$/) refuse("images must be a block of its own")
      image_indent = field_indent = 0
      image = ""
    }
  } else if (inside) {
    if (!image_indent) image_indent = indent
    if (indent < image_indent) refuse("the indentation does not match the images above")
    if (indent == image_indent) {
      if (text !~ /^["']?[a-z0-9][a-z0-9-]*["']?: *(#.*)?$/) refuse("an image must be a block of its own")
      image = text
      sub(/:.*/, "", image)
      gsub(/["']/, "", image)
      if (image in order) refuse("image " image " stands here twice")
      order[image] = ++count
      names[count] = image
      field_indent = 0
    } else {
      if (!field_indent) field_indent = indent
      if (indent < field_indent) refuse("the indentation does not match the lines above")
      if (indent == field_indent && text ~ /^["']?(tag|digest)["']? *:/) {
        if (text !~ /^(tag|digest):( |$)/) refuse("a key that cannot be read here: " text)
        key = text
        sub(/:.*/, "", key)
        if ((image, key) in value) refuse(key " of image " image " stands here twice")
        value[image, key] = scalar(substr(text, length(key) + 2))
        if (image == wanted) output = substr(line, 1, indent) key ": \"" new[key] "\"" (comment == "" ? "" : " " comment) ending
      }
    }
  }
}

write { print output }

END {
  if (failed) exit 2
  for (i = 1; i <= count; i++) {
    image = names[i]
    if (!((image, "tag") in value) || !((image, "digest") in value)) refuse("image " image " has no line for tag and digest")
    if (!write) printf "%s\t%s\t%s\n", image, value[image, "tag"], value[image, "digest"]
  }
  if (write && !(wanted in order)) refuse("there is no image " wanted)
}

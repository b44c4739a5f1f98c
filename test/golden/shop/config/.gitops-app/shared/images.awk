# Reads or changes the images in a values file, and leaves every other byte as it is.
#
#   awk -f images.awk FILE                                   prints them as JSON: {"shop":{"tag":"…","digest":"…"}}
#   IMAGE= TAG= DIGEST= awk -v write=1 -f images.awk FILE    prints FILE with the tag and digest of that image replaced
#   awk -v name=FILE …                                       calls standard input FILE in errors
#
# A YAML library would lose blank lines and comments. This reads line by line and rejects, with status 2, what it cannot
# read that way: duplicate keys, anchors, flow style, tabs, multiple documents.

function reject(message) {
  printf "%s:%d: %s\n", name ? name : FILENAME, NR, message > "/dev/stderr"
  failed = 1
  exit 2
}

# Returns the scalar on a line without its quotes, and sets `comment` to the comment after it.
function scalar(text,    end) {
  comment = ""
  sub(/^ +/, "", text)
  if (text ~ /^"/) end = index(substr(text, 2), "\"") + 1
  else if (text ~ /^'/) end = index(substr(text, 2), "'") + 1
  else {
    match(text, /^[A-Za-z0-9_.:-]*/)
    end = RLENGTH
  }
  if (text ~ /^["']/ && end == 1) reject("missing closing quote")
  comment = substr(text, end + 1)
  if (comment !~ /^ *(#.*)?$/ || (end && comment ~ /^#/)) reject("only plain and quoted values are supported: " text)
  sub(/^ +/, "", comment)
  text = substr(text, 1, end)
  if (text ~ /^["']/) text = substr(text, 2, length(text) - 2)
  if (text ~ /\\/) reject("escapes are not supported: " text)
  if (text ~ /[\001-\037\177]/) reject("control characters are not supported")
  return text
}

# Returns text without backslashes and control characters as a string of JSON.
function quote(text) {
  gsub(/"/, "\\\"", text)
  return "\"" text "\""
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

line ~ /\r|\302\205|\342\200[\250\251]/ { reject("only line feeds may end a line") }

line ~ /^---/ && line !~ /^---[ \t]*(#.*)?$/ { reject("nothing may follow ---") }

line ~ /^---/ && content { reject("multiple documents are not supported") }

line !~ /^[ \t]*(#|$)/ && line !~ /^---/ {
  content = 1
  if (inside && line ~ /^ *\t/) reject("tabs are not allowed in the indentation")
  match(line, /^ */)
  indent = RLENGTH
  text = substr(line, indent + 1)
  if (indent == 0) {
    top = 1
    if (text !~ /^(["']?[A-Za-z0-9_][A-Za-z0-9_.\/-]*["']?[ \t]*:([ \t]|$)|- )/) reject("write each key at the top as `key: `: " text)
    inside = text ~ /^["']?images["']?[ \t]*:/
    if (inside) {
      if (seen++) reject("duplicate key images")
      if (text !~ /^images: *(#.*)?$/) reject("images must be a block mapping")
      image_indent = field_indent = 0
      image = ""
    }
  } else if (!top) {
    reject("the keys at the top must not be indented")
  } else if (inside) {
    if (!image_indent) image_indent = indent
    if (indent < image_indent) reject("the indentation does not match the images above")
    if (indent == image_indent) {
      if (text !~ /^["']?[a-z0-9][a-z0-9-]*["']?: *(#.*)?$/) reject("each image must be a block mapping")
      image = text
      sub(/:.*/, "", image)
      gsub(/["']/, "", image)
      if (image in order) reject("duplicate image " image)
      order[image] = ++count
      names[count] = image
      field_indent = 0
    } else {
      if (!field_indent) field_indent = indent
      if (indent > field_indent && scalar_above) reject("a tag or digest must be on one line")
      scalar_above = 0
      if (indent < field_indent) reject("the indentation does not match the lines above")
      if (indent == field_indent && text !~ /^["']?[A-Za-z][A-Za-z]*["']? *:( |$)/) {
        reject("write each key of an image as `key: `: " text)
      }
      if (indent == field_indent && text ~ /^["']?(tag|digest)["']? *:/) {
        if (text !~ /^(tag|digest):( |$)/) reject("write this key as `tag: ` or `digest: `: " text)
        key = text
        sub(/:.*/, "", key)
        if ((image, key) in value) reject("duplicate " key " of image " image)
        scalar_above = 1
        value[image, key] = scalar(substr(text, length(key) + 2))
        if (image == wanted) {
          output = substr(line, 1, indent) key ": \"" new[key] "\"" (comment == "" ? "" : " " comment) ending
        }
      }
    }
  }
}

write { print output }

END {
  if (failed) exit 2
  for (i = 1; i <= count; i++) {
    image = names[i]
    if (!((image, "tag") in value)) reject("image " image " has no tag")
    if (!((image, "digest") in value)) reject("image " image " has no digest")
    json = json (i > 1 ? "," : "") quote(image) ":{\"tag\":" quote(value[image, "tag"]) ",\"digest\":" quote(value[image, "digest"]) "}"
  }
  if (write && !(wanted in order)) reject("there is no image " wanted)
  if (!write) print "{" json "}"
}

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the classes in generated/ from the two schemas, for ES modules. Needs flatc (Debian: flatbuffers-compiler).
set -euo pipefail
cd "$(dirname "$0")"
rm -rf generated
flatc --ts -o generated schema.fbs conversion-metadata.fbs
rm -f generated/*_generated.ts
# Old versions of flatc leave out the extension that Node wants.
find generated -name '*.ts' -exec sed -i -E "s#from '(\.[^']*)'#from '\1.js'#; s#\.js\.js'#.js'#" {} +

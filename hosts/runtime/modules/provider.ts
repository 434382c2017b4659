// SPDX-License-Identifier: Apache-2.0
// The module "embedded:provider/builtin": all that the host has of ECMA-419. See modules/hosts.d.ts for its types.
import AudioIn from "embedded:io/audio/in";

export default Object.freeze({ io: Object.freeze({ AudioIn }) });

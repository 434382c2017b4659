// SPDX-License-Identifier: Apache-2.0
// The module "Resource", as the Moddable SDK has it. See modules/hosts.d.ts for its types.

class Resource extends Native("xs_resource_destructor") {
  constructor(name: string) {
    super();
    native("xs_resource_constructor").call(this, name);
  }
  static exists(name: string): unknown {
    return native("xs_resource_exists").call(this, name);
  }
  get byteLength(): unknown {
    return native("xs_resource_get_byteLength").call(this);
  }
  slice(begin?: number, end?: number, copy = true): unknown {
    return native("xs_resource_slice").call(this, begin, end, copy);
  }
}

export default Resource;

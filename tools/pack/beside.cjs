// Takes the place of `bindings` in the bundle of better-sqlite3: the module lies beside it.
module.exports = () => require('./better_sqlite3.node');

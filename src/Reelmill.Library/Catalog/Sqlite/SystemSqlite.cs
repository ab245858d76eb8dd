using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Binds to the system's SQLite, which is patched by the distribution, rather than to a bundled old one.</summary>
internal static class SystemSqlite
{
    private static readonly Lazy<bool> Bound = new(Bind);

    public static void EnsureBound() => _ = Bound.Value;

    private static bool Bind()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) || NativeLibrary.TryLoad("sqlite3", out handle))
        {
            return handle;
        }

        throw new LibraryException(
            "sqlite_missing", "Loading SQLite: libsqlite3.so.0 is not on this system. Install it (Debian: apt-get install libsqlite3-0).");
    }
}

using System.Globalization;
using Reelmill.Core;

namespace Reelmill.Server.Access;

/// <summary>
/// The token of a running server in a file of the library, and a note by port among the user's own files that leads the
/// command line to it. Both are readable by their owner only, and go when the server stops.
/// </summary>
internal sealed class TokenFile : IDisposable
{
    /// <summary>The file's name in the folder of the library.</summary>
    public const string Name = "server.token";

    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = Own | UnixFileMode.UserExecute;
    private readonly string _path;
    private readonly string? _note;

    private TokenFile(string path, string? note) => (_path, _note) = (path, note);

    /// <summary>Writes both files.</summary>
    /// <param name="library">The folder of the library.</param>
    /// <param name="token">The token.</param>
    /// <param name="port">The port that the server listens on.</param>
    public static TokenFile Write(string library, string token, int port)
    {
        var path = Path.Combine(Path.GetFullPath(library), Name);
        Put(path, token);
        return new TokenFile(path, Note(port, path));
    }

    /// <summary>Removes what a killed server has left in a library.</summary>
    public static void Forget(string library) => File.Delete(Path.Combine(library, Name));

    /// <summary>Finds the token of a server of this user on this machine.</summary>
    /// <param name="port">The server's port.</param>
    /// <returns>The token; null when no such server runs.</returns>
    public static string? Find(int port)
    {
        try
        {
            // A port may belong to somebody else by now: only a server that still runs is sent its token.
            return NotePath(port) is { } note && File.Exists(note) && File.ReadAllLines(note) is [var process, var path] && Directory.Exists($"/proc/{process}")
                ? File.ReadAllText(path)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Removes both files.</summary>
    public void Dispose()
    {
        CleanUp.Remove(_path);
        if (_note is not null)
        {
            CleanUp.Remove(_note);
        }
    }

    private static string? Note(int port, string path)
    {
        try
        {
            if (NotePath(port) is not { } note)
            {
                return null;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(note)!, OwnFolder);
            Put(note, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{path}\n"));
            return note;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A service may have no home: the token is in the library still.
            return null;
        }
    }

    private static string? NotePath(int port)
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        state = !string.IsNullOrEmpty(state) ? state : home.Length > 0 ? Path.Combine(home, ".local", "state") : null;
        return state is null ? null : Path.Combine(state, "reelmill", "servers", port.ToString(CultureInfo.InvariantCulture));
    }

    // A new file rather than the old one written over: that could be a link, or have another mode.
    private static void Put(string path, string text)
    {
        var part = $"{path}.{Guid.NewGuid():n}";
        using (var writer = new StreamWriter(path: part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Own }))
        {
            writer.Write(text);
        }

        File.Move(part, path, overwrite: true);
    }
}

using System.Globalization;
using Reelmill.Core;

namespace Reelmill.Server.Access;

/// <summary>
/// The file <c>server.token</c> with the token of a running server, and a file in the user's state folder, named after
/// the port, with which the command line finds the token. Only the owner can read the files. A stop deletes both.
/// </summary>
internal sealed class TokenFile : IDisposable
{
    /// <summary>The file's name in the folder of the library.</summary>
    public const string Name = "server.token";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    private readonly string _path;
    private readonly string? _portFile;

    private TokenFile(string path, string? portFile) => (_path, _portFile) = (path, portFile);

    /// <summary>Writes the token file and the port file.</summary>
    /// <param name="library">The folder of the library.</param>
    /// <param name="token">The token.</param>
    /// <param name="port">The port that the server listens on.</param>
    public static TokenFile Write(string library, string token, int port)
    {
        var path = Path.Combine(Path.GetFullPath(library), Name);
        Replace(path, token);
        return new TokenFile(path, WritePortFile(port, path));
    }

    /// <summary>Deletes the token file, also one that a killed server left behind.</summary>
    public static void Delete(string library) => File.Delete(Path.Combine(library, Name));

    /// <summary>Finds the token of a server that this user runs on this machine.</summary>
    /// <param name="port">The server's port.</param>
    /// <returns>The token; null when no such server is running.</returns>
    public static string? Find(int port)
    {
        try
        {
            // The port may belong to another process by now: the token goes only to a server whose process still exists.
            return GetPortFilePath(port) is { } portFile && File.Exists(portFile) && File.ReadAllLines(portFile) is [var process, var path] && Directory.Exists($"/proc/{process}")
                ? File.ReadAllText(path)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Deletes the token file and the port file.</summary>
    public void Dispose()
    {
        CleanUp.Remove(_path);
        if (_portFile is not null)
        {
            CleanUp.Remove(_portFile);
        }
    }

    private static string? WritePortFile(int port, string path)
    {
        try
        {
            if (GetPortFilePath(port) is not { } portFile)
            {
                return null;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(portFile)!, OwnerOnlyFolder);
            Replace(portFile, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{path}\n"));
            return portFile;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A service account may have no home folder. The token file in the library still exists.
            return null;
        }
    }

    private static string? GetPortFilePath(int port)
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        state = !string.IsNullOrEmpty(state) ? state : home.Length > 0 ? Path.Combine(home, ".local", "state") : null;
        return state is null ? null : Path.Combine(state, "reelmill", "servers", port.ToString(CultureInfo.InvariantCulture));
    }

    // A new file replaces the old one, which could be a link or have wider permissions.
    private static void Replace(string path, string text)
    {
        var part = $"{path}.{Guid.NewGuid():n}";
        using (var writer = new StreamWriter(path: part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            writer.Write(text);
        }

        File.Move(part, path, overwrite: true);
    }
}

using Reelmill.Processes;

namespace Reelmill.Testing.Npm;

/// <summary>Packages that npm installs into the user's cache once; their servers and clients are the peers of tests.</summary>
public static class NpmPackage
{
    private const int MostOutput = 1 << 20;

    /// <summary>Installs packages of exact versions where they are not there yet.</summary>
    /// <param name="folder">The folder's name in the cache, with the versions in it.</param>
    /// <param name="packages">What to install, such as <c>name@1.0.0</c>.</param>
    /// <returns>The folder with <c>node_modules</c>.</returns>
    /// <exception cref="ProcessFailedException">node, npm or the registry is not there.</exception>
    public static async Task<string> InstallAsync(string folder, params string[] packages)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var path = Path.Combine(cache, "reelmill-tests", folder);
        if (!File.Exists(Path.Combine(path, "installed")))
        {
            Directory.CreateDirectory(path);

            // Processes get a small environment; where a registry has a certificate of its own, npm has to be told.
            string[] trust = Environment.GetEnvironmentVariable("NODE_EXTRA_CA_CERTS") is { Length: > 0 } file ? [$"--cafile={file}"] : [];
            await RunAsync("npm", ["install", "--prefix", path, "--no-audit", "--no-fund", "--no-save", "--fetch-retries=0", "--loglevel=error", .. trust, .. packages]);
            await File.WriteAllTextAsync(Path.Combine(path, "installed"), "");
        }

        return path;
    }

    /// <summary>Runs a program to its end and gives what it wrote.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var spec = new ProcessSpec(program, arguments) { MemoryLimitBytes = 0, StallLimit = Patience.Limit, WallLimit = Patience.Limit };
        var output = await new ProcessLauncher().RunAsync(spec, MostOutput, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(output.Bytes.Span);
    }
}

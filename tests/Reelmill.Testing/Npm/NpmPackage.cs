using Reelmill.Processes;

namespace Reelmill.Testing.Npm;

/// <summary>Installs npm packages into the user's cache once. Tests use their servers and clients as peers.</summary>
public static class NpmPackage
{
    private const int MaxOutputBytes = 1 << 20;

    /// <summary>Installs packages of exact versions, unless they are already installed.</summary>
    /// <param name="folder">The name of the folder in the cache, including the versions.</param>
    /// <param name="packages">The packages to install, such as <c>name@1.0.0</c>.</param>
    /// <returns>The folder with <c>node_modules</c>.</returns>
    /// <exception cref="ProcessFailedException">node, npm or the registry is not available.</exception>
    public static async Task<string> InstallAsync(string folder, params string[] packages)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var path = Path.Combine(cache, "reelmill-tests", folder);
        if (!File.Exists(Path.Combine(path, "installed")))
        {
            Directory.CreateDirectory(path);

            // Processes get a minimal environment, so npm must be given the certificate of a private registry.
            string[] trust = Environment.GetEnvironmentVariable("NODE_EXTRA_CA_CERTS") is { Length: > 0 } file ? [$"--cafile={file}"] : [];
            await RunAsync("npm", ["install", "--prefix", path, "--no-audit", "--no-fund", "--no-save", "--fetch-retries=0", "--loglevel=error", .. trust, .. packages]);
            await File.WriteAllTextAsync(Path.Combine(path, "installed"), "");
        }

        return path;
    }

    /// <summary>Runs a program and returns its output.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var spec = new ProcessSpec(program, arguments) { MemoryLimitBytes = 0, StallLimit = TestTimeout.Limit, WallLimit = TestTimeout.Limit };
        var output = await new ProcessLauncher().RunAsync(spec, MaxOutputBytes, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(output.Bytes.Span);
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Reelmill.Processes;

namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>
/// hls.js as the npm registry has it, kept in the user's cache folder. A test is skipped where npm is not installed or
/// does not reach a registry.
/// </summary>
internal static class HlsJs
{
    private const string Version = "1.7.4";
    private const string Sha256 = "CFC70CC9E9FC63D071919E087670ABC760C8FD1BC889B88588026E4D22193BBE";

    // Once for all tests: where there is no registry, each try takes its time.
    private static readonly Task<string?> Problem = FetchAsync();

    private static string File => Path.Combine(Folder, "hls.min.js");

    private static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "reelmill-tests",
        $"hls.js-{Version}");

    /// <summary>The folder that holds <c>hls.min.js</c>.</summary>
    public static async Task<string> FolderAsync()
    {
        var problem = await Problem;
        if (problem is not null)
        {
            Assert.Skip(problem);
        }

        return Folder;
    }

    /// <summary>Null, or why there is none.</summary>
    private static async Task<string?> FetchAsync()
    {
        if (IsThere())
        {
            return null;
        }

        using var download = new TempFolder();
        try
        {
            await new ProcessLauncher().RunAsync(Npm(download.Path), maxOutputBytes: 1 << 20, CancellationToken.None);
        }
        catch (ProcessFailedException e)
        {
            return $"hls.js could not be fetched from the npm registry: {e.Message}";
        }

        await UnpackAsync(download[$"hls.js-{Version}.tgz"], download["hls.min.js"]);
        Directory.CreateDirectory(Folder);
        System.IO.File.Move(download["hls.min.js"], File, overwrite: true);
        return IsThere() ? null : $"{File} is not the hls.js {Version} that the tests know";
    }

    private static bool IsThere() =>
        System.IO.File.Exists(File) && Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(File))) == Sha256;

    private static ProcessSpec Npm(string folder) =>
        new("npm", ["pack", $"hls.js@{Version}", "--loglevel=error", "--fetch-retries=0", "--fetch-timeout=20000", "--pack-destination", folder])
        {
            WorkingDirectory = folder,

            // Node reserves far more address space than it uses.
            MemoryLimitBytes = 0,
            WallLimit = TimeSpan.FromMinutes(2),
        };

    private static async Task UnpackAsync(string package, string script)
    {
        await using var zipped = System.IO.File.OpenRead(package);
        await using var unzipped = new GZipStream(zipped, CompressionMode.Decompress);
        await using var tar = new TarReader(unzipped);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            if (entry.Name == "package/dist/hls.min.js")
            {
                await entry.ExtractToFileAsync(script, overwrite: false);
            }
        }
    }
}

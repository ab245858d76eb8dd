using System.Security.Cryptography;
using System.Text;
using Reelmill.Processes;

namespace Reelmill.Testing;

/// <summary>
/// Caches the clips that tests make with ffmpeg in the user's cache folder. The key is a hash of ffmpeg's version, the
/// arguments and the content of the input files, so each clip is encoded once per machine instead of once per test. Safe
/// for use by several threads and processes.
/// </summary>
public static class ClipCache
{
    private static readonly string Root = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "reelmill-tests",
        "clips");

    private static readonly Task<string> Version = RunAsync("-version");

    /// <summary>Makes a file, or copies it from the cache.</summary>
    /// <param name="arguments">ffmpeg's arguments; the last one is the only file that it writes.</param>
    /// <exception cref="ProcessFailedException">ffmpeg failed.</exception>
    public static async Task MakeAsync(params string[] arguments)
    {
        var target = arguments[^1];
        var inputs = arguments[..^1];
        var key = await KeyAsync(inputs, target);
        if (key is null)
        {
            await RunAsync([.. inputs, target]);
            return;
        }

        var kept = Path.Combine(Root, key);
        if (!File.Exists(kept))
        {
            Directory.CreateDirectory(Root);
            var made = Path.Combine(Root, $".{Guid.NewGuid():N}{Path.GetExtension(target)}");
            await RunAsync([.. inputs, made]);
            File.Move(made, kept, overwrite: true);
        }

        File.Copy(kept, target, overwrite: true);
    }

    /// <summary>Computes the cache key; null when the file may depend on something that the arguments do not show.</summary>
    private static async Task<string?> KeyAsync(string[] inputs, string target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, await Version);
        foreach (var input in inputs)
        {
            if (File.Exists(input))
            {
                await using var file = File.OpenRead(input);
                hash.AppendData(await SHA256.HashDataAsync(file));
            }
            else if (input.Contains(Path.GetTempPath(), StringComparison.Ordinal))
            {
                return null;
            }
            else
            {
                Append(hash, input);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) + Path.GetExtension(target);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var spec = new ProcessSpec("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]) { StallLimit = TimeSpan.FromMinutes(5) };
        return Encoding.UTF8.GetString((await new ProcessLauncher().RunAsync(spec, 1 << 20, CancellationToken.None)).Bytes.Span);
    }
}

using System.Globalization;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>Restricts one run of yt-dlp to the proxy, by a file that its Python loads first and by environment variables.</summary>
internal static class YtDlpGuard
{
    private const string FileName = "sitecustomize.py";

    /// <summary>The folder of the hook, inside the download's folder, so that both are deleted together.</summary>
    private const string FolderName = "guard";

    /// <summary>Writes the hook, and returns the arguments and environment variables of the run.</summary>
    public static (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment) Prepare(string folder, FilterProxy proxy)
    {
        var guard = Directory.CreateDirectory(Path.Combine(folder, FolderName)).FullName;
        using (var file = File.Create(Path.Combine(guard, FileName)))
        using (var source = typeof(YtDlpGuard).Assembly.GetManifestResourceStream($"{typeof(YtDlpGuard).Namespace}.{FileName}")!)
        {
            source.CopyTo(file);
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"{proxy.EndPoint}");
        return (ArgumentsFor(guard), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PYTHONPATH"] = guard,
            ["PYTHONNOUSERSITE"] = "1",

            // Only the hook gets the password. It is no argument, because all users of the machine can read arguments.
            ["REELMILL_PROXY"] = $"http://reelmill:{proxy.Password}@{address}",
            ["http_proxy"] = $"http://{address}",
            ["https_proxy"] = $"http://{address}",
        });
    }

    // The hook forbids other programs. These arguments make yt-dlp choose formats that need none, rather than fail.
    private static string[] ArgumentsFor(string guard) =>
        ["--downloader", "native", "--ffmpeg-location", guard, "--fixup", "never", "--format", "b"];
}

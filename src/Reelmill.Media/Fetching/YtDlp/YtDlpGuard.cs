using System.Globalization;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>What makes one run of yt-dlp keep to the proxy: a file that its Python loads first, and an environment.</summary>
internal static class YtDlpGuard
{
    private const string FileName = "sitecustomize.py";

    /// <summary>Beside the program's own files, so that it goes with them.</summary>
    private const string FolderName = "guard";

    /// <summary>Puts the file in place and gives the arguments and variables of the run.</summary>
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

            // Only the hook knows the password, which stands in no argument either: those are for everyone to read.
            ["REELMILL_PROXY"] = $"http://reelmill:{proxy.Password}@{address}",
            ["http_proxy"] = $"http://{address}",
            ["https_proxy"] = $"http://{address}",
        });
    }

    // The hook forbids other programs; these make yt-dlp choose what works without, rather than fail at it.
    private static string[] ArgumentsFor(string guard) =>
        ["--downloader", "native", "--ffmpeg-location", guard, "--fixup", "never", "--format", "b"];
}

using System.Globalization;
using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Media.Processes;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>Finds out from yt-dlp's last error what went wrong; there is no other sign than its words.</summary>
internal static partial class YtDlpFailures
{
    private static readonly (string Words, string Code, bool Transient)[] Known =
    [
        ("Unsupported URL", FetchCodes.UnsupportedPage, false),
        ("No video formats found", FetchCodes.UnsupportedPage, false),
        ("No media found", FetchCodes.UnsupportedPage, false),
        ("no video in this", FetchCodes.UnsupportedPage, false),
        ("CERTIFICATE_VERIFY_FAILED", FetchCodes.TlsFailed, false),
        ("No space left on device", FetchCodes.DiskFull, true),
        ("Name or service not known", FetchCodes.DnsFailed, true),
        ("name resolution", FetchCodes.DnsFailed, true),
        ("Failed to resolve", FetchCodes.DnsFailed, true),
        ("Connection refused", FetchCodes.ConnectFailed, true),
        ("Network is unreachable", FetchCodes.ConnectFailed, true),
        ("timed out", FetchCodes.Stalled, true),
        ("Connection reset", FetchCodes.ConnectionLost, true),
        ("Remote end closed", FetchCodes.ConnectionLost, true),
        ("RemoteDisconnected", FetchCodes.ConnectionLost, true),
        ("IncompleteRead", FetchCodes.ConnectionLost, true),
        ("more expected", FetchCodes.ConnectionLost, true),
        ("EOF occurred", FetchCodes.ConnectionLost, true),
    ];

    public static ItemException Of(Uri url, ProcessFailedException failure, FetchOptions options) => failure.Reason switch
    {
        ProcessFailureReason.NotStarted =>
            new(FetchCodes.ToolMissing, $"{Start(url)}: '{options.YtDlpPath}' cannot be started. Install yt-dlp, or give its path.", innerException: failure),
        ProcessFailureReason.Stalled =>
            new(FetchCodes.Stalled, $"{Start(url)}: yt-dlp said nothing for too long. Try again later.", transient: true, failure),
        ProcessFailureReason.WallLimit => Http.HttpFailures.DeadlineExceeded(url, options.Deadline),
        _ => OfWords(url, LastError(failure.ErrorTail), failure),
    };

    public static ItemException NoFile(Uri url) =>
        new(FetchCodes.DownloadFailed, $"{Start(url)}: yt-dlp ended without a file. Look at the page: there may be nothing to download.");

    public static ItemException TooLarge(Uri url, long limit) => Http.HttpFailures.TooLarge(url, limit);

    private static ItemException OfWords(Uri url, string words, Exception failure)
    {
        var message = $"{Start(url)}: yt-dlp failed ({words}).";
        if (HttpError().Match(words) is { Success: true } match)
        {
            var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
            return new ItemException(string.Create(CultureInfo.InvariantCulture, $"http_{number}"), $"{message} Check that the page is open to everyone.", Http.HttpFailures.IsTransient(number), failure);
        }

        var known = Array.Find(Known, candidate => words.Contains(candidate.Words, StringComparison.OrdinalIgnoreCase));
        return known.Code switch
        {
            null => new ItemException(FetchCodes.DownloadFailed, $"{message} A newer yt-dlp may know the page.", innerException: failure),
            FetchCodes.UnsupportedPage => new ItemException(known.Code, $"{message} Use the URL of a media file, or a newer yt-dlp.", innerException: failure),
            _ => new ItemException(known.Code, $"{message} Try again later.", known.Transient, failure),
        };
    }

    private static string Start(Uri url) => $"Downloading {Redaction.Of(url)}";

    // Its words repeat URLs, whose query strings may be secret.
    private static string LastError(string tail)
    {
        var lines = tail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.LastOrDefault(line => line.StartsWith("ERROR", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "it said nothing";
        return Redaction.Of(AnyUrl().Replace(line, match => Redaction.Of(match.Value)).Split("; please report", 2)[0]);
    }

    [GeneratedRegex(@"HTTP Error (?<number>\d{3})\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HttpError();

    [GeneratedRegex(@"https?://[^\s'""<>]+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyUrl();
}

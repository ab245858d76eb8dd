using System.Globalization;
using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Processes;

namespace Reelmill.Media.Fetching.YtDlp;

/// <summary>Derives the failure from yt-dlp's last error message, because yt-dlp gives no other information.</summary>
internal static partial class YtDlpFailures
{
    private static readonly (string Text, string Code, bool Transient)[] Known =
    [
        ("Unsupported URL", FetchCodes.UnsupportedPage, false),
        ("No video formats found", FetchCodes.UnsupportedPage, false),
        ("No media found", FetchCodes.UnsupportedPage, false),
        ("no video in this", FetchCodes.UnsupportedPage, false),
        ("Requested format is not available", FetchCodes.DownloadFailed, false),
        ("CERTIFICATE_VERIFY_FAILED", FetchCodes.TlsFailed, false),
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

    /// <summary>The proxy's error code for a yt-dlp that did not run the guard.</summary>
    public const string Unguarded = "unguarded";

    public static ItemException From(Uri url, ProcessFailedException failure, FetchOptions options) => failure.Reason switch
    {
        ProcessFailureReason.NotStarted =>
            new(FetchCodes.ToolMissing, $"{Describe(url)}: '{options.YtDlpPath}' cannot be started. Install yt-dlp, or set its path.", innerException: failure),
        ProcessFailureReason.Stalled =>
            new(FetchCodes.Stalled, $"{Describe(url)}: yt-dlp stalled without output. Retry later.", transient: true, failure),
        ProcessFailureReason.WallLimit => Http.HttpFailures.DeadlineExceeded(url, options.Deadline),
        _ => FromErrorText(url, LastError(failure.ErrorTail), failure),
    };

    public static ItemException NoFile(Uri url) =>
        new(FetchCodes.DownloadFailed, $"{Describe(url)}: yt-dlp produced no file. Check whether the page has media.");

    public static ItemException TooLarge(Uri url, long limit) => Http.HttpFailures.TooLarge(url, limit);

    private static ItemException FromErrorText(Uri url, string words, Exception failure)
    {
        var message = $"{Describe(url)}: yt-dlp failed ({words}).";
        if (Refusal().Match(words) is { Success: true } refusal)
        {
            return FromRefusal(refusal.Groups["code"].Value, message, failure);
        }

        if (HttpError().Match(words) is { Success: true } match)
        {
            var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
            return new ItemException(string.Create(CultureInfo.InvariantCulture, $"http_{number}"), $"{message} Check that the page is publicly accessible.", Http.HttpFailures.IsTransient(number), failure);
        }

        var known = Array.Find(Known, candidate => words.Contains(candidate.Text, StringComparison.OrdinalIgnoreCase));
        return known.Code switch
        {
            null => new ItemException(FetchCodes.DownloadFailed, $"{message} A newer yt-dlp may know the page.", innerException: failure),
            FetchCodes.DownloadFailed => new ItemException(known.Code, $"{message} Video and audio may be separate streams, which yt-dlp joins only without address restrictions. Download the page with the command line.", innerException: failure),
            FetchCodes.UnsupportedPage => new ItemException(known.Code, $"{message} Use the URL of a media file, or a newer yt-dlp.", innerException: failure),
            _ => new ItemException(known.Code, $"{message} Retry later.", known.Transient, failure),
        };
    }

    private static ItemException FromRefusal(string code, string message, Exception failure) => code switch
    {
        Unguarded => new(FetchCodes.ToolMissing, $"{message} This yt-dlp runs on a Python that cannot be restricted to allowed addresses. Install yt-dlp with pip or the system's packages.", innerException: failure),
        FetchCodes.BlockedAddress => new(code, $"{message} The page leads to an address that is not public, and the address policy refuses it. Use a public host, or allow the address.", innerException: failure),
        FetchCodes.BadInput => new(code, $"{message} The page leads to a URL that is not allowed. Use the URL of the file itself.", innerException: failure),
        _ => new(code, $"{message} Retry later.", transient: true, failure),
    };

    private static string Describe(Uri url) => $"Downloading {Redaction.Redact(url)}";

    // The message may repeat URLs with secret queries. A refused part of a playlist is followed by an error without the
    // reason, so a refusal has priority.
    private static string LastError(string tail)
    {
        var lines = tail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = Array.FindAll(lines, static line => line.StartsWith("ERROR", StringComparison.Ordinal));
        var line = Array.FindLast(errors, Refusal().IsMatch) ?? errors.LastOrDefault() ?? lines.LastOrDefault() ?? "no error message";
        return Redaction.Redact(line.Split("; please report", 2)[0]);
    }

    // The proxy's reason phrase, or the message of the audit hook in yt-dlp's own process.
    [GeneratedRegex(@"(?:HTTP Error \d{3}:|Tunnel connection failed: \d{3}|reelmill refused:) (?<code>blocked_address|bad_input|dns_failed|connect_failed|unguarded)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"HTTP Error (?<number>\d{3})\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HttpError();
}

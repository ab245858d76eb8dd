using System.Globalization;
using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Processes;

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

    /// <summary>What the proxy answers to a yt-dlp that did not run its guard.</summary>
    public const string Unguarded = "unguarded";

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
        if (Refusal().Match(words) is { Success: true } refusal)
        {
            return OfProxy(refusal.Groups["code"].Value, message, failure);
        }

        if (HttpError().Match(words) is { Success: true } match)
        {
            var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
            return new ItemException(string.Create(CultureInfo.InvariantCulture, $"http_{number}"), $"{message} Check that the page is open to everyone.", Http.HttpFailures.IsTransient(number), failure);
        }

        var known = Array.Find(Known, candidate => words.Contains(candidate.Words, StringComparison.OrdinalIgnoreCase));
        return known.Code switch
        {
            null => new ItemException(FetchCodes.DownloadFailed, $"{message} A newer yt-dlp may know the page.", innerException: failure),
            FetchCodes.DownloadFailed => new ItemException(known.Code, $"{message} Picture and sound may come apart there, and yt-dlp joins them only where addresses are not restricted. Download it with the command line.", innerException: failure),
            FetchCodes.UnsupportedPage => new ItemException(known.Code, $"{message} Use the URL of a media file, or a newer yt-dlp.", innerException: failure),
            _ => new ItemException(known.Code, $"{message} Try again later.", known.Transient, failure),
        };
    }

    private static ItemException OfProxy(string code, string message, Exception failure) => code switch
    {
        Unguarded => new(FetchCodes.ToolMissing, $"{message} It does not run on a Python that it can be guarded in, as it must be where addresses are restricted. Install yt-dlp with pip or the system's packages.", innerException: failure),
        FetchCodes.BlockedAddress => new(code, $"{message} It leads to an address that is not a public one, and others are refused here. Use a public host, or allow the address.", innerException: failure),
        FetchCodes.BadInput => new(code, $"{message} It leads to a URL that may not be fetched. Use the URL of the file itself.", innerException: failure),
        _ => new(code, $"{message} Try again later.", transient: true, failure),
    };

    private static string Start(Uri url) => $"Downloading {Redaction.Of(url)}";

    // Its words repeat URLs, whose query strings may be secret. A refused part of a playlist is followed by an error
    // that does not say why it is missing.
    private static string LastError(string tail)
    {
        var lines = tail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = Array.FindAll(lines, static line => line.StartsWith("ERROR", StringComparison.Ordinal));
        var line = Array.FindLast(errors, Refusal().IsMatch) ?? errors.LastOrDefault() ?? lines.LastOrDefault() ?? "it said nothing";
        return Redaction.Of(line.Split("; please report", 2)[0]);
    }

    // Said by the proxy as the reason of its status, or by the hook in yt-dlp's own process.
    [GeneratedRegex(@"(?:HTTP Error \d{3}:|Tunnel connection failed: \d{3}|reelmill refused:) (?<code>blocked_address|bad_input|dns_failed|connect_failed|unguarded)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"HTTP Error (?<number>\d{3})\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HttpError();
}

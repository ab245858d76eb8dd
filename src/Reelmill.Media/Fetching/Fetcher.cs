using Polly;
using Reelmill.Core;
using Reelmill.Media.Fetching.Http;
using Reelmill.Media.Fetching.YtDlp;
using Reelmill.Media.Processes;

namespace Reelmill.Media.Fetching;

/// <summary>Brings inputs to this machine: a local file is used in place, a URL is downloaded to a temporary file.</summary>
/// <remarks>
/// Safe for use by many workers at once, which share its connections and its limit for each host. Two fetches of one
/// source must not overlap: the later one fails with <c>in_use</c>.
/// </remarks>
public sealed class Fetcher : IDisposable
{
    private readonly FetchOptions _options;
    private readonly TimeProvider _time;
    private readonly HostGate _hosts;
    private readonly HttpFetcher _http;
    private readonly YtDlpFetcher _ytDlp;
    private readonly ResiliencePipeline _retry;

    /// <summary>Makes a fetcher; nothing is opened before the first fetch.</summary>
    /// <param name="options">How to fetch.</param>
    /// <param name="time">The clock of every limit and wait; the system's by default.</param>
    /// <exception cref="ArgumentException">An option makes no sense; the message names it.</exception>
    public Fetcher(FetchOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options with { Folder = Path.GetFullPath(options.Folder) };
        _time = time ?? TimeProvider.System;
        _hosts = new HostGate(options.MaxPerHost);
        _http = new HttpFetcher(_options, _hosts, _time);
        _ytDlp = new YtDlpFetcher(_options, _hosts, _time, new ProcessLauncher(_time));
        _retry = FetchRetry.Create(options.MaxTries, _time);
    }

    /// <summary>Gives the file that holds the input's bytes.</summary>
    /// <param name="input">What to fetch.</param>
    /// <param name="progress">Told of a download's bytes at every 256 KiB and at its end; a local file has none.</param>
    /// <param name="cancellationToken">Ends the fetch. What was downloaded so far stays, and the next fetch goes on with it if the server lets it.</param>
    /// <returns>The file. A temporary one is the caller's to delete.</returns>
    /// <exception cref="ItemException">
    /// The input's own <see cref="MediaInput.Problem"/>, or a failure of the codes in <see cref="FetchCodes"/>. A
    /// transient one was tried <see cref="FetchOptions.MaxTries"/> times.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    /// <exception cref="IOException">The disk failed: no item is to blame.</exception>
    public async Task<FetchedFile> FetchAsync(MediaInput input, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Problem is { } problem)
        {
            throw problem;
        }

        return input.Kind == InputKind.File
            ? UseInPlace(input)
            : await DownloadAsync(input, UrlGuard.Check(input.Source), progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes the downloads that an earlier process left in a folder, except the broken ones that can be continued.
    /// Call it before the first fetch.
    /// </summary>
    /// <param name="folder">The folder for downloads.</param>
    /// <param name="names">The names that fetches announced; files of other names are not touched.</param>
    /// <returns>The names of which nothing is left.</returns>
    /// <exception cref="IOException">The system refuses.</exception>
    public static IReadOnlyList<string> Sweep(string folder, IEnumerable<string> names) => [.. names.Where(name => FolderSweep.Run(folder, name))];

    /// <summary>Whether a folder holds the beginning of a download, for the next fetch to go on with.</summary>
    /// <param name="folder">The folder for downloads.</param>
    /// <param name="input">What was to be fetched.</param>
    public static bool HasUnfinished(string folder, MediaInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return FolderSweep.Unfinished(folder, input.Id).Count > 0;
    }

    /// <summary>Deletes the beginning of a download that nobody will go on with.</summary>
    /// <param name="folder">The folder for downloads.</param>
    /// <param name="input">What was to be fetched; no fetch of it may be under way.</param>
    /// <exception cref="IOException">The system refuses.</exception>
    public static void DeleteUnfinished(string folder, MediaInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        foreach (var path in FolderSweep.Unfinished(folder, input.Id))
        {
            FolderSweep.Delete(path);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _ytDlp.Dispose();
    }

    private static FetchedFile UseInPlace(MediaInput input) => LocalFile.Exists(input.Source)
        ? new FetchedFile(input.Source, IsTemporary: false, LocalFile.Length(input.Source))
        : throw new ItemException(FetchCodes.NotFound, $"Opening {input.Display}: there is no such file any more. Check whether it was moved.");

    private async Task<FetchedFile> DownloadAsync(MediaInput input, Uri url, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_options.Folder);
        await (_options.Announce?.Invoke(input.Id, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var target = Path.Combine(_options.Folder, input.Id);
        using var deadline = new FetchDeadline(_options.Deadline, _time);
        if (_options.Kind != FetcherKind.YtDlp)
        {
            var answer = await _retry.ExecuteAsync(
                async token => await _http.FetchAsync(url, target, deadline, progress, token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            if (answer is HttpAnswer.Saved saved)
            {
                return new FetchedFile(target, IsTemporary: true, saved.Bytes) { ETag = saved.ETag, MediaType = saved.MediaType };
            }

            RequireYtDlp(input, (HttpAnswer.Page)answer);
        }

        return await _retry.ExecuteAsync(
            async token => await _ytDlp.FetchAsync(url, target, deadline, progress, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    private void RequireYtDlp(MediaInput input, HttpAnswer.Page page)
    {
        var advice = _options switch
        {
            { Kind: FetcherKind.Http } => "Use the URL of the file itself, or choose the fetcher auto.",
            _ when !_ytDlp.IsInstalled => "Use the URL of the file itself, or install yt-dlp, which finds the media on a page.",
            _ => null,
        };
        if (advice is not null)
        {
            throw new ItemException(FetchCodes.NotMedia, $"Downloading {input.Display}: the answer is of the type {Redaction.Of(page.MediaType)}, not media. {advice}");
        }
    }
}

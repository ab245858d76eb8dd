using Polly;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching.Http;
using Reelmill.Media.Fetching.YtDlp;
using Reelmill.Processes;

namespace Reelmill.Media.Fetching;

/// <summary>Fetches inputs: a local file is used in place, a URL is downloaded to a temporary file.</summary>
/// <remarks>
/// Safe for concurrent use; workers share connections, and all fetchers of the process share the limit of each host. Fetches
/// of one source into one folder, by any fetcher of the process, wait for each other: a later one receives the bytes of the
/// earlier one as a separate file. If another process is downloading the source, the fetch fails with <c>in_use</c>.
/// </remarks>
public sealed class Fetcher : IDisposable
{
    private readonly string _folder;
    private readonly FetchOptions _options;
    private readonly TimeProvider _time;
    private readonly HostGate _hosts;
    private readonly HttpFetcher _http;
    private readonly YtDlpFetcher _ytDlp;
    private readonly ResiliencePipeline _retry;

    /// <summary>Creates a fetcher. Nothing is opened before the first fetch.</summary>
    /// <param name="folder">The download folder, created when needed. Only one process may use it at a time.</param>
    /// <param name="options">The options.</param>
    /// <param name="time">The clock of all limits and delays; the system's by default.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public Fetcher(string folder, FetchOptions options, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _folder = Path.GetFullPath(folder);
        _options = options;
        _time = time ?? TimeProvider.System;
        _hosts = new HostGate(options.MaxPerHost, HostSlots.Shared);
        _http = new HttpFetcher(options, _hosts, _time);
        _ytDlp = new YtDlpFetcher(options, _hosts, _time, new ProcessLauncher(_time));
        _retry = FetchRetry.Create(options.MaxTries, _time);
    }

    /// <summary>Called with the name of each download, and awaited, before a file of that name is created in the folder.</summary>
    /// <value>Null by default.</value>
    public Func<string, CancellationToken, Task>? Announce { get; init; }

    /// <summary>Fetches the file with the input's bytes.</summary>
    /// <param name="input">The input to fetch.</param>
    /// <param name="progress">Receives the progress of a download every 256 KiB and at its end; nothing for a local file.</param>
    /// <param name="cancellationToken">Stops the fetch. Downloaded bytes stay, and the next fetch resumes the download if the server allows it.</param>
    /// <returns>The file. The caller owns a temporary file, and deletes or moves it.</returns>
    /// <exception cref="ItemException">
    /// The <see cref="MediaInput.Problem"/> of the input, or a failure with a code of <see cref="FetchCodes"/>. Transient
    /// failures were attempted <see cref="FetchOptions.MaxTries"/> times.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller's token was canceled.</exception>
    /// <exception cref="IOException">The disk failed, which is no failure of the item.</exception>
    public async Task<FetchedFile> FetchAsync(MediaInput input, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Problem is { } problem)
        {
            throw problem;
        }

        return input.Kind switch
        {
            InputKind.File => UseInPlace(input),
            InputKind.Bytes => throw new ItemException(FetchCodes.NotFound, $"Opening {input.Display}: the bytes came from a program and were not kept. Pass them from the program again."),
            _ => await DownloadAsync(input, UrlGuard.Check(input.Source), progress, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>
    /// Deletes the downloads that an earlier process left in a folder, except interrupted ones that can be resumed. Call this
    /// before the first fetch.
    /// </summary>
    /// <param name="folder">The download folder.</param>
    /// <param name="names">The names that <see cref="Announce"/> received; files of other names are kept.</param>
    /// <returns>The names without remaining files.</returns>
    /// <exception cref="IOException">The system refuses to delete a file.</exception>
    public static IReadOnlyList<string> Sweep(string folder, IEnumerable<string> names) => [.. names.Where(name => FolderSweep.Run(folder, name))];

    /// <summary>Whether a folder has an interrupted download for the next fetch to resume.</summary>
    /// <param name="folder">The download folder.</param>
    /// <param name="input">The input of the download.</param>
    public static bool HasUnfinished(string folder, MediaInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return FolderSweep.FindUnfinished(folder, input.Id).Count > 0;
    }

    /// <summary>Deletes an interrupted download that will not be resumed. A download in progress is kept.</summary>
    /// <param name="folder">The download folder.</param>
    /// <param name="input">The input of the download.</param>
    /// <exception cref="IOException">The system refuses to delete a file.</exception>
    public static void DeleteUnfinished(string folder, MediaInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SharedDownloads.TryWhileIdle(Path.Combine(Path.GetFullPath(folder), input.Id), () =>
        {
            foreach (var path in FolderSweep.FindUnfinished(folder, input.Id))
            {
                FolderSweep.Delete(path);
            }
        });
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _ytDlp.Dispose();
    }

    private static FetchedFile UseInPlace(MediaInput input)
    {
        if (RegularFile.GetStamp(input.Source) is { } file)
        {
            return new FetchedFile(input.Source, IsTemporary: false, file.Bytes);
        }

        LocalFile.Require("Opening", input.Source);
        throw new ItemException(FetchCodes.NotFound, $"Opening {input.Display}: the file was just replaced. Retry when it is completely written.");
    }

    private async Task<FetchedFile> DownloadAsync(MediaInput input, Uri url, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        await (Announce?.Invoke(input.Id, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var target = Path.Combine(_folder, input.Id);
        var terms = (_options.Kind, _options.MaxBytes, _options.MaxRedirects, _options.YtDlpPath, _options.Addresses);
        return await SharedDownloads.FetchAsync(target, terms, () => DownloadAsync(input, url, target, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<FetchedFile> DownloadAsync(MediaInput input, Uri url, string target, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        using var deadline = new FetchDeadline(_options.Deadline, _time);
        if (_options.Kind != FetcherKind.YtDlp)
        {
            var answer = await _retry.ExecuteAsync(
                async token => await _http.FetchAsync(url, target, deadline, progress, token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            if (answer is HttpResult.Saved saved)
            {
                return new FetchedFile(target, IsTemporary: true, saved.Bytes) { ETag = saved.ETag, MediaType = saved.MediaType };
            }

            RequireYtDlp(input, (HttpResult.Page)answer);
        }

        return await _retry.ExecuteAsync(
            async token => await _ytDlp.FetchAsync(url, target, deadline, progress, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    private void RequireYtDlp(MediaInput input, HttpResult.Page page)
    {
        var advice = _options switch
        {
            { Kind: FetcherKind.Http } => "Use the URL of the file itself, or --fetcher auto.",
            _ when !_ytDlp.IsInstalled => "Use the URL of the file itself, or install yt-dlp, which finds the media on a page.",
            _ => null,
        };
        if (advice is not null)
        {
            throw new ItemException(FetchCodes.NotMedia, $"Downloading {input.Display}: the response has type {Redaction.Redact(page.MediaType)}, which is not media. {advice}");
        }
    }
}

using Polly;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching.Http;
using Reelmill.Media.Fetching.YtDlp;
using Reelmill.Processes;

namespace Reelmill.Media.Fetching;

/// <summary>Brings inputs to this machine: a local file is used in place, a URL is downloaded to a temporary file.</summary>
/// <remarks>
/// Safe for use by many workers at once, which share its connections; all fetchers of the process share the limit for each host. Fetches of one source
/// into one folder, by any fetcher of the process, wait for each other: the later one takes over what the earlier one
/// brings, as a file of its own. Another process that has the source fails with <c>in_use</c>.
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

    /// <summary>Makes a fetcher; nothing is opened before the first fetch.</summary>
    /// <param name="folder">The folder for downloads; it is made when it is first needed, and one process uses it at a time.</param>
    /// <param name="options">How to fetch.</param>
    /// <param name="time">The clock of every limit and wait; the system's by default.</param>
    /// <exception cref="ArgumentException">An option makes no sense; the message names it.</exception>
    public Fetcher(string folder, FetchOptions options, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _folder = Path.GetFullPath(folder);
        _options = options;
        _time = time ?? TimeProvider.System;
        _hosts = new HostGate(options.MaxPerHost, HostTurns.OfProcess);
        _http = new HttpFetcher(options, _hosts, _time);
        _ytDlp = new YtDlpFetcher(options, _hosts, _time, new ProcessLauncher(_time));
        _retry = FetchRetry.Create(options.MaxTries, _time);
    }

    /// <summary>Is told the name of each download before a file of that name comes to be in the folder, and waited for.</summary>
    /// <value>Nobody by default.</value>
    public Func<string, CancellationToken, Task>? Announce { get; init; }

    /// <summary>Gives the file that holds the input's bytes.</summary>
    /// <param name="input">What to fetch.</param>
    /// <param name="progress">Told of a download's bytes at every 256 KiB and at its end; a local file has none.</param>
    /// <param name="cancellationToken">Ends the fetch. What was downloaded so far stays, and the next fetch goes on with it if the server lets it.</param>
    /// <returns>The file. A temporary one is the caller's alone, to delete or to move.</returns>
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

        return input.Kind switch
        {
            InputKind.File => UseInPlace(input),
            InputKind.Bytes => throw new ItemException(FetchCodes.NotFound, $"Opening {input.Display}: a program gave these bytes, and only the program has them. Give them again from there."),
            _ => await DownloadAsync(input, UrlGuard.Check(input.Source), progress, cancellationToken).ConfigureAwait(false),
        };
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

    /// <summary>Deletes the beginning of a download that nobody will go on with; one that is under way stays.</summary>
    /// <param name="folder">The folder for downloads.</param>
    /// <param name="input">What was to be fetched.</param>
    /// <exception cref="IOException">The system refuses.</exception>
    public static void DeleteUnfinished(string folder, MediaInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SharedDownloads.TryWhileIdle(Path.Combine(Path.GetFullPath(folder), input.Id), () =>
        {
            foreach (var path in FolderSweep.Unfinished(folder, input.Id))
            {
                FolderSweep.Delete(path);
            }
        });
    }

    /// <summary>Closes the connections.</summary>
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
        throw new ItemException(FetchCodes.NotFound, $"Opening {input.Display}: the file was replaced just now. Try again when it is written.");
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

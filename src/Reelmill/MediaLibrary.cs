using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Following;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Videos;
using Reelmill.Results;

namespace Reelmill;

/// <summary>
/// An open library: a folder with the results of all pipelines, from which runs resume. Inputs are named as on the command
/// line: files, folders, http(s) URLs, and lists of them (<c>.txt</c>, <c>.csv</c>, <c>.jsonl</c>).
/// </summary>
/// <remarks>Safe for concurrent runs, which share the library, models and vector stores. Only one process at a time can have a library open for writing.</remarks>
public sealed class MediaLibrary : IAsyncDisposable
{
    private readonly Lazy<SqliteCatalog> _catalog;

    /// <summary>Creates an instance without opening the library; <see cref="OpenAsync(CancellationToken)"/> opens it.</summary>
    /// <param name="folder">The folder.</param>
    internal MediaLibrary(string folder)
    {
        Services = new RunServices(Path.GetFullPath(folder));
        _catalog = new(() => SqliteCatalog.OpenReadOnly(Folder));
    }

    /// <summary>The full path of the library's folder.</summary>
    public string Folder => Services.Folder;

    /// <summary>The services that the library's runs share, for pipelines without a method on this class.</summary>
    public RunServices Services { get; }

    /// <summary>Opens a library. A new or empty folder becomes a library.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LibraryException"><c>not_a_library</c>: the folder has other contents; <c>library_in_use</c>: another process has the library open. Other codes: the folder cannot be read or written.</exception>
    public static async Task<MediaLibrary> OpenAsync(string folder, CancellationToken cancellationToken = default)
    {
        var library = new MediaLibrary(folder);
        try
        {
            await library.OpenAsync(cancellationToken).ConfigureAwait(false);
            return library;
        }
        catch
        {
            await library.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal async Task OpenAsync(CancellationToken cancellationToken)
    {
        await Services.OpenAsync(cancellationToken).ConfigureAwait(false);
        _ = _catalog.Value;
    }

    /// <summary>Samples, scores and deduplicates videos, and keeps the good frames.</summary>
    /// <param name="inputs">The videos to mine.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Receives the events of the run; optional.</param>
    /// <returns>
    /// A run that yields the sampled frames of each video, kept and dropped, in order of time, once their files are in the
    /// library. Duplicates across videos are decided at the end of the run; the catalog then has the final decisions.
    /// </returns>
    public MediaRun<MinedFrame> MineAsync(IEnumerable<string> inputs, MineOptions? options = null, RunObserver? observer = null) => MineAsync(
        observer, (callbacks, cancellationToken) => new MineRun(Services, options ?? new(), callbacks).ExecuteAsync(InputList.Expand(inputs), CancellationToken.None, cancellationToken));

    /// <summary>Mines videos as they arrive; the run ends with the source. The first video starts immediately.</summary>
    /// <param name="inputs">The videos to mine, from a source that may never end and yields each once, such as a channel or an <see cref="InputFollower"/>.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Receives the events of the run; optional.</param>
    /// <returns>See <see cref="MineAsync(IEnumerable{string}, MineOptions, RunObserver)"/>.</returns>
    public MediaRun<MinedFrame> MineAsync(IAsyncEnumerable<MediaInput> inputs, MineOptions? options = null, RunObserver? observer = null) => MineAsync(
        observer, (callbacks, cancellationToken) => new MineRun(Services, options ?? new(), callbacks).ExecuteAsync(inputs, CancellationToken.None, cancellationToken));

    /// <summary>Cuts files into chunks.</summary>
    /// <param name="inputs">The files to cut.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="events">Receives every event, from any worker: it must be fast and thread-safe; optional.</param>
    /// <param name="observer">Receives the events of items; optional.</param>
    /// <returns>A run that yields each file when its last chunk has ended, including files with failed chunks.</returns>
    public MediaRun<ChunkedFile> ChunkAsync(
        IEnumerable<string> inputs, ChunkOptions? options = null, IProgress<ChunkEvent>? events = null, RunObserver? observer = null) => ChunkAsync(
        options ?? new(), events, observer, (run, cancellationToken) => run.ExecuteAsync(InputList.Expand(inputs), CancellationToken.None, cancellationToken));

    /// <summary>Cuts files into chunks as they arrive; the run ends with the source. The first file starts immediately.</summary>
    /// <param name="inputs">The files to cut, from a source that may never end and yields each once, such as a channel or an <see cref="InputFollower"/>.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="events">Receives every event, from any worker: it must be fast and thread-safe; optional.</param>
    /// <param name="observer">Receives the events of items; optional.</param>
    /// <returns>See <see cref="ChunkAsync(IEnumerable{string}, ChunkOptions, IProgress{ChunkEvent}, RunObserver)"/>.</returns>
    public MediaRun<ChunkedFile> ChunkAsync(
        IAsyncEnumerable<MediaInput> inputs, ChunkOptions? options = null, IProgress<ChunkEvent>? events = null, RunObserver? observer = null) => ChunkAsync(
        options ?? new(), events, observer, (run, cancellationToken) => run.ExecuteAsync(inputs, CancellationToken.None, cancellationToken));

    /// <summary>Cuts one file into chunks.</summary>
    /// <param name="input">A file or URL.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="events">Receives every event, from any worker: it must be fast and thread-safe; optional.</param>
    /// <param name="cancellationToken">Cancels: chunks in progress are left for the next call.</param>
    /// <returns>The chunks; failed chunks are listed in the manifest.</returns>
    /// <exception cref="ItemException">The file could not be cut at all.</exception>
    /// <exception cref="ArgumentException">The input is a folder or a list with several files.</exception>
    public async Task<ChunkedFile> ChunkAsync(
        string input, ChunkOptions? options = null, IProgress<ChunkEvent>? events = null, CancellationToken cancellationToken = default)
    {
        if (InputList.Expand([input]).Skip(1).Any())
        {
            throw new ArgumentException($"'{MediaInput.Redact(input)}' names several files. Use ChunkAsync([...]), which returns all of them.", nameof(input));
        }

        var run = ChunkAsync([input], (options ?? new()) with { HasOneInput = true }, events);
        var files = await run.ToListAsync(cancellationToken).ConfigureAwait(false);
        return (files, run.Summary!.Failures) switch
        {
            ([var file, ..], _) => file,
            ([], [var failure, ..]) => throw new ItemException(failure.Code, failure.Message),
            _ => throw new ItemException("manifest_missing", $"Cutting '{MediaInput.Redact(input)}': another run has just cut the file with other options. Cut it again."),
        };
    }

    /// <summary>Encodes and packages videos as HLS streams.</summary>
    /// <param name="inputs">The videos to encode.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Receives the events of the run; optional.</param>
    /// <returns>A run that yields each stream once it has passed its check. Published streams are yielded at the end of the run, with the result of their publication.</returns>
    public MediaRun<HlsOutput> HlsAsync(IEnumerable<string> inputs, HlsOptions? options = null, RunObserver? observer = null) => HlsAsync(
        options ?? new(), observer, (run, cancellationToken) => run.ExecuteAsync(InputList.Expand(inputs), CancellationToken.None, cancellationToken));

    /// <summary>Encodes and packages videos as they arrive; the run ends with the source. The first video starts immediately.</summary>
    /// <param name="inputs">The videos to encode, from a source that may never end and yields each once, such as a channel or an <see cref="InputFollower"/>.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Receives the events of the run; optional.</param>
    /// <returns>See <see cref="HlsAsync(IEnumerable{string}, HlsOptions, RunObserver)"/>.</returns>
    public MediaRun<HlsOutput> HlsAsync(IAsyncEnumerable<MediaInput> inputs, HlsOptions? options = null, RunObserver? observer = null) => HlsAsync(
        options ?? new(), observer, (run, cancellationToken) => run.ExecuteAsync(inputs, CancellationToken.None, cancellationToken));

    /// <summary>Runs a custom pipeline.</summary>
    /// <typeparam name="TOptions">The options type of the pipeline.</typeparam>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="inputs">The videos to process.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Receives the events of the run; optional.</param>
    /// <returns>A run that yields the files of each video once they are in the library.</returns>
    /// <exception cref="ArgumentException">The name of the pipeline is invalid, or is taken by another pipeline or by a folder of the library.</exception>
    public MediaRun<ProducedFiles> RunAsync<TOptions>(VideoPipeline<TOptions> pipeline, IEnumerable<string> inputs, TOptions? options = null, RunObserver? observer = null)
        where TOptions : PipelineOptions, new() => RunAsync(
        pipeline, options ?? new(), observer, (run, cancellationToken) => run.ExecuteAsync(InputList.Expand(inputs), CancellationToken.None, cancellationToken));

    /// <summary>Runs a custom pipeline on inputs as they arrive; the run ends with the source. The first input starts immediately.</summary>
    /// <typeparam name="TOptions">The options type of the pipeline.</typeparam>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="inputs">The videos to process, from a source that may never end and yields each once, such as a channel or an <see cref="InputFollower"/>.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Receives the events of the run; optional.</param>
    /// <returns>A run that yields the files of each video once they are in the library.</returns>
    /// <exception cref="ArgumentException">The name of the pipeline is invalid, or is taken by another pipeline or by a folder of the library.</exception>
    public MediaRun<ProducedFiles> RunAsync<TOptions>(VideoPipeline<TOptions> pipeline, IAsyncEnumerable<MediaInput> inputs, TOptions? options = null, RunObserver? observer = null)
        where TOptions : PipelineOptions, new() => RunAsync(
        pipeline, options ?? new(), observer, (run, cancellationToken) => run.ExecuteAsync(inputs, CancellationToken.None, cancellationToken));

    /// <summary>Embeds images, and the kept frames of libraries, into a collection.</summary>
    /// <param name="inputs">Images, tar archives of images, and libraries.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Receives the events of the run; optional.</param>
    /// <param name="cancellationToken">Cancels: work in flight is left for the next call.</param>
    /// <returns>The summary of the run, and the ids of the vectors in the order of the inputs.</returns>
    /// <exception cref="PipelineException">The model or the store cannot be used, or the collection was built with another model.</exception>
    public Task<IndexResult> IndexAsync(
        IEnumerable<string> inputs, IndexOptions? options = null, RunObserver? observer = null, CancellationToken cancellationToken = default) =>
        new IndexRun(Services, options ?? new(), observer ?? new()).IndexAsync(IndexRun.Expand(inputs), cancellationToken);

    /// <summary>Opens a collection of images, or creates it. The model and the store stay open with the library.</summary>
    /// <param name="name">The name of the collection: a to z, 0 to 9 and <c>_</c>, at most 40 characters, a letter first.</param>
    /// <param name="options">The embedder, the store, and the indexing options; the defaults when null.</param>
    /// <param name="dimension">The required dimension of the vectors; null for that of the embedder.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PipelineException"><c>collection_mismatch</c>: the collection was built with another embedder or dimension. Other codes: the model or the store cannot be used.</exception>
    public Task<ImageCollection> OpenCollectionAsync(string name, IndexOptions? options = null, int? dimension = null, CancellationToken cancellationToken = default) =>
        ImageCollection.OpenAsync(Services, (options ?? new()) with { Collection = name }, dimension, cancellationToken);

    /// <summary>Finds the nearest neighbors of a query image.</summary>
    /// <param name="options">The query image and the collection.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="ItemException">The query image cannot be decoded.</exception>
    /// <exception cref="PipelineException">The collection does not exist, or its model cannot be used.</exception>
    public Task<SearchResults> SearchAsync(SearchOptions options, CancellationToken cancellationToken = default) =>
        new ImageSearch(Services, options).FindAsync(cancellationToken);

    private MediaRun<ProducedFiles> RunAsync<TOptions>(VideoPipeline<TOptions> pipeline, TOptions options, RunObserver? observer, Func<LibraryRun, CancellationToken, Task<RunSummary>> execute)
        where TOptions : PipelineOptions, new()
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return new(observer, (callbacks, cancellationToken) => execute(pipeline.Run(Services, options, callbacks), cancellationToken), () => new FileResultReader(_catalog.Value).ReadAsync);
    }

    private MediaRun<MinedFrame> MineAsync(RunObserver? observer, Func<RunObserver, CancellationToken, Task<RunSummary>> execute) =>
        new(observer, execute, () => new FrameResultReader(_catalog.Value).ReadAsync);

    private MediaRun<ChunkedFile> ChunkAsync(
        ChunkOptions options, IProgress<ChunkEvent>? events, RunObserver? observer, Func<ChunkRun, CancellationToken, Task<RunSummary>> execute)
    {
        var manifests = new ChunkResultReader(_catalog.Value, events);
        return new(observer, (callbacks, cancellationToken) => execute(new ChunkRun(Services, options, callbacks, manifests), cancellationToken), () => manifests.ReadAsync);
    }

    private MediaRun<HlsOutput> HlsAsync(HlsOptions options, RunObserver? observer, Func<HlsRun, CancellationToken, Task<RunSummary>> execute)
    {
        Func<RunObserver, CancellationToken, Task<RunSummary>> run = (callbacks, cancellationToken) => execute(new HlsRun(Services, options, callbacks), cancellationToken);
        return options.Publish is null
            ? new(observer, run, () => new StreamResultReader(_catalog.Value).ReadAsync)
            : new(observer, run, static () => static (_, _) => AsyncEnumerable.Empty<HlsOutput>(), static summary => summary.Outputs?.OfType<HlsOutput>() ?? []);
    }

    /// <summary>Closes the library; no run may be in progress.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_catalog.IsValueCreated)
        {
            await _catalog.Value.DisposeAsync().ConfigureAwait(false);
        }

        await Services.DisposeAsync().ConfigureAwait(false);
    }
}

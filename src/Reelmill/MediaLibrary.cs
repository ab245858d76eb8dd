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
/// A library that is open: a folder with everything that pipelines have made, which they go on from. Inputs are named as on
/// the command line: files, folders, http(s) URLs, and lists of them (<c>.txt</c>, <c>.csv</c>, <c>.jsonl</c>).
/// </summary>
/// <remarks>Safe for any number of runs at once, which share the library, models and stores. One process has a library open for writing.</remarks>
public sealed class MediaLibrary : IAsyncDisposable
{
    private readonly Lazy<SqliteCatalog> _catalog;

    /// <summary>Names a library that <see cref="OpenAsync(CancellationToken)"/> opens.</summary>
    /// <param name="folder">The folder.</param>
    internal MediaLibrary(string folder)
    {
        Services = new RunServices(Path.GetFullPath(folder));
        _catalog = new(() => SqliteCatalog.OpenReadOnly(Folder));
    }

    /// <summary>The full path of its folder.</summary>
    public string Folder => Services.Folder;

    /// <summary>What its runs share, for pipelines that this class does not name.</summary>
    public RunServices Services { get; }

    /// <summary>Opens a library. A folder that is new or empty becomes one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="LibraryException"><c>not_a_library</c>: the folder holds something else; <c>library_in_use</c>: another process has it open; others: it cannot be read or written.</exception>
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
    /// <param name="inputs">What is mined.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Who is told what happens; nobody when null.</param>
    /// <returns>
    /// A run that gives the sampled frames of each video, kept and dropped, in order of time, once their files are there. Whether
    /// another video has the same frame is decided at the end of the run; the catalog has the last word.
    /// </returns>
    public MediaRun<MinedFrame> MineAsync(IEnumerable<string> inputs, MineOptions? options = null, RunObserver? observer = null) => MineAsync(
        observer, (told, cancellationToken) => new MineRun(Services, options ?? new(), told).ExecuteAsync(InputList.Expand(inputs), CancellationToken.None, cancellationToken));

    /// <summary>Does the same with inputs that come while it runs; the run ends when they do. The first is begun at once.</summary>
    /// <param name="inputs">What is mined, from a source that may never end and gives each once, such as a channel or an <see cref="InputFollower"/>.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Who is told what happens; nobody when null.</param>
    /// <returns>See <see cref="MineAsync(IEnumerable{string}, MineOptions, RunObserver)"/>.</returns>
    public MediaRun<MinedFrame> MineAsync(IAsyncEnumerable<MediaInput> inputs, MineOptions? options = null, RunObserver? observer = null) => MineAsync(
        observer, (told, cancellationToken) => new MineRun(Services, options ?? new(), told).ExecuteAsync(inputs, CancellationToken.None, cancellationToken));

    /// <summary>Cuts files into chunks.</summary>
    /// <param name="inputs">What is cut.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="events">Told every event, from any worker: be quick and thread-safe; nobody when null.</param>
    /// <param name="observer">Who is told what happens to items; nobody when null.</param>
    /// <returns>A run that gives each file as its last chunk ends, those with failed chunks too.</returns>
    public MediaRun<ChunkedFile> ChunkAsync(
        IEnumerable<string> inputs, ChunkOptions? options = null, IProgress<ChunkEvent>? events = null, RunObserver? observer = null) => ChunkAsync(
        options ?? new(), events, observer, (run, cancellationToken) => run.ExecuteAsync(InputList.Expand(inputs), CancellationToken.None, cancellationToken));

    /// <summary>Does the same with inputs that come while it runs; the run ends when they do. The first is begun at once.</summary>
    /// <param name="inputs">What is cut, from a source that may never end and gives each once, such as a channel or an <see cref="InputFollower"/>.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="events">Told every event, from any worker: be quick and thread-safe; nobody when null.</param>
    /// <param name="observer">Who is told what happens to items; nobody when null.</param>
    /// <returns>See <see cref="ChunkAsync(IEnumerable{string}, ChunkOptions, IProgress{ChunkEvent}, RunObserver)"/>.</returns>
    public MediaRun<ChunkedFile> ChunkAsync(
        IAsyncEnumerable<MediaInput> inputs, ChunkOptions? options = null, IProgress<ChunkEvent>? events = null, RunObserver? observer = null) => ChunkAsync(
        options ?? new(), events, observer, (run, cancellationToken) => run.ExecuteAsync(inputs, CancellationToken.None, cancellationToken));

    /// <summary>Cuts one file into chunks.</summary>
    /// <param name="input">A file or URL.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="events">Told every event, from any worker: be quick and thread-safe; nobody when null.</param>
    /// <param name="cancellationToken">Cancels: chunks that are worked on are left for the next call.</param>
    /// <returns>The chunks; those that failed are in the manifest as data.</returns>
    /// <exception cref="ItemException">The file could not be cut at all.</exception>
    /// <exception cref="ArgumentException">The input is a folder or a list with several files.</exception>
    public async Task<ChunkedFile> ChunkAsync(
        string input, ChunkOptions? options = null, IProgress<ChunkEvent>? events = null, CancellationToken cancellationToken = default)
    {
        if (InputList.Expand([input]).Skip(1).Any())
        {
            throw new ArgumentException($"'{MediaInput.Redact(input)}' names several files; ChunkAsync([...]) gives all of them.", nameof(input));
        }

        var run = ChunkAsync([input], (options ?? new()) with { HasOneInput = true }, events);
        var files = await run.ToListAsync(cancellationToken).ConfigureAwait(false);
        return (files, run.Summary!.Failures) switch
        {
            ([var file, ..], _) => file,
            ([], [var failure, ..]) => throw new ItemException(failure.Code, failure.Message),
            _ => throw new ItemException("manifest_missing", $"Cutting '{MediaInput.Redact(input)}': another run has just cut it in another way. Cut it again."),
        };
    }

    /// <summary>Encodes and packages videos as HLS streams.</summary>
    /// <param name="inputs">What is encoded.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Who is told what happens; nobody when null.</param>
    /// <returns>A run that gives each stream as soon as it has passed its check; streams that are published come when the run has ended, with what became of their publication.</returns>
    public MediaRun<HlsOutput> HlsAsync(IEnumerable<string> inputs, HlsOptions? options = null, RunObserver? observer = null) => HlsAsync(
        options ?? new(), observer, (run, cancellationToken) => run.ExecuteAsync(InputList.Expand(inputs), CancellationToken.None, cancellationToken));

    /// <summary>Does the same with inputs that come while it runs; the run ends when they do. The first is begun at once.</summary>
    /// <param name="inputs">What is encoded, from a source that may never end and gives each once, such as a channel or an <see cref="InputFollower"/>.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Who is told what happens; nobody when null.</param>
    /// <returns>See <see cref="HlsAsync(IEnumerable{string}, HlsOptions, RunObserver)"/>.</returns>
    public MediaRun<HlsOutput> HlsAsync(IAsyncEnumerable<MediaInput> inputs, HlsOptions? options = null, RunObserver? observer = null) => HlsAsync(
        options ?? new(), observer, (run, cancellationToken) => run.ExecuteAsync(inputs, CancellationToken.None, cancellationToken));

    /// <summary>Runs a pipeline of the program's own.</summary>
    /// <typeparam name="TOptions">The options of the pipeline.</typeparam>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="inputs">What is worked on.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Who is told what happens; nobody when null.</param>
    /// <returns>A run that gives the files of each video as soon as they are in the library.</returns>
    /// <exception cref="ArgumentException">The name of the pipeline is none, or is that of another one or of a folder of the library.</exception>
    public MediaRun<MadeFiles> RunAsync<TOptions>(VideoPipeline<TOptions> pipeline, IEnumerable<string> inputs, TOptions? options = null, RunObserver? observer = null)
        where TOptions : PipelineOptions, new() => RunAsync(
        pipeline, options ?? new(), observer, (run, cancellationToken) => run.ExecuteAsync(InputList.Expand(inputs), CancellationToken.None, cancellationToken));

    /// <summary>Does the same with inputs that come while it runs; the run ends when they do. The first is begun at once.</summary>
    /// <typeparam name="TOptions">The options of the pipeline.</typeparam>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="inputs">What is worked on, from a source that may never end and gives each once, such as a channel or an <see cref="InputFollower"/>.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Who is told what happens; nobody when null.</param>
    /// <returns>A run that gives the files of each video as soon as they are in the library.</returns>
    /// <exception cref="ArgumentException">The name of the pipeline is none, or is that of another one or of a folder of the library.</exception>
    public MediaRun<MadeFiles> RunAsync<TOptions>(VideoPipeline<TOptions> pipeline, IAsyncEnumerable<MediaInput> inputs, TOptions? options = null, RunObserver? observer = null)
        where TOptions : PipelineOptions, new() => RunAsync(
        pipeline, options ?? new(), observer, (run, cancellationToken) => run.ExecuteAsync(inputs, CancellationToken.None, cancellationToken));

    /// <summary>Makes vectors of images, and of the kept frames of libraries.</summary>
    /// <param name="inputs">Images, tar archives of them, and libraries.</param>
    /// <param name="options">The options; the defaults when null.</param>
    /// <param name="observer">Who is told what happens; nobody when null.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left for the next call.</param>
    /// <returns>What the run did, and the ids of the vectors in the order of the inputs.</returns>
    /// <exception cref="PipelineException">The model or the store cannot be used, or the collection was made with another model.</exception>
    public Task<IndexResult> IndexAsync(
        IEnumerable<string> inputs, IndexOptions? options = null, RunObserver? observer = null, CancellationToken cancellationToken = default) =>
        new IndexRun(Services, options ?? new(), observer ?? new()).IndexAsync(IndexRun.Expand(inputs), cancellationToken);

    /// <summary>Opens a collection of images, and makes it when it is not there; its model and store stay open with the library.</summary>
    /// <param name="name">Its name: a to z, 0 to 9 and <c>_</c>, at most 40, a letter first.</param>
    /// <param name="options">The embedder, the store, and how images are indexed; the defaults when null.</param>
    /// <param name="dimension">How many numbers its vectors must have; null for those of the embedder.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="PipelineException"><c>collection_mismatch</c>: its vectors are of another embedder or have another dimension; others: the model or the store cannot be used.</exception>
    public Task<ImageCollection> OpenCollectionAsync(string name, IndexOptions? options = null, int? dimension = null, CancellationToken cancellationToken = default) =>
        ImageCollection.OpenAsync(Services, (options ?? new()) with { Collection = name }, dimension, cancellationToken);

    /// <summary>Finds the images that are like one.</summary>
    /// <param name="options">The image, and where it is looked for.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ItemException">The image cannot be decoded.</exception>
    /// <exception cref="PipelineException">The collection is not there, or its model cannot be used.</exception>
    public Task<SearchResults> SearchAsync(SearchOptions options, CancellationToken cancellationToken = default) =>
        new ImageSearch(Services, options).FindAsync(cancellationToken);

    private MediaRun<MadeFiles> RunAsync<TOptions>(VideoPipeline<TOptions> pipeline, TOptions options, RunObserver? observer, Func<LibraryRun, CancellationToken, Task<RunSummary>> execute)
        where TOptions : PipelineOptions, new()
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return new(observer, (told, cancellationToken) => execute(pipeline.Run(Services, options, told), cancellationToken), () => new FilesOfVideos(_catalog.Value).OfAsync);
    }

    private MediaRun<MinedFrame> MineAsync(RunObserver? observer, Func<RunObserver, CancellationToken, Task<RunSummary>> execute) =>
        new(observer, execute, () => new FramesOfVideos(_catalog.Value).OfAsync);

    private MediaRun<ChunkedFile> ChunkAsync(
        ChunkOptions options, IProgress<ChunkEvent>? events, RunObserver? observer, Func<ChunkRun, CancellationToken, Task<RunSummary>> execute)
    {
        var manifests = new ChunksOfFiles(_catalog.Value, events);
        return new(observer, (told, cancellationToken) => execute(new ChunkRun(Services, options, told, manifests), cancellationToken), () => manifests.OfAsync);
    }

    private MediaRun<HlsOutput> HlsAsync(HlsOptions options, RunObserver? observer, Func<HlsRun, CancellationToken, Task<RunSummary>> execute)
    {
        Func<RunObserver, CancellationToken, Task<RunSummary>> run = (told, cancellationToken) => execute(new HlsRun(Services, options, told), cancellationToken);
        return options.Publish is null
            ? new(observer, run, () => new StreamsOfVideos(_catalog.Value).OfAsync)
            : new(observer, run, static () => static (_, _) => AsyncEnumerable.Empty<HlsOutput>(), static summary => summary.Outputs?.OfType<HlsOutput>() ?? []);
    }

    /// <summary>Closes the library; no run may be under way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_catalog.IsValueCreated)
        {
            await _catalog.Value.DisposeAsync().ConfigureAwait(false);
        }

        await Services.DisposeAsync().ConfigureAwait(false);
    }
}

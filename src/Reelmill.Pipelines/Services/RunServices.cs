using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Library.Vectors;
using Reelmill.Media.Frames.Parts;
using Reelmill.Pipelines.FrameStages;
using Reelmill.Processes;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Services;

/// <summary>
/// The services that the runs on one library share: the open library, worker budgets, models and vector stores. Each is
/// opened once, on first use, and closed with the services.
/// </summary>
/// <remarks>Safe for concurrent runs. Opening a library removes the unfinished files of a killed process.</remarks>
public sealed class RunServices : IAsyncDisposable
{
    private readonly OpenServices _open;

    /// <summary>Creates the services of a library, without opening it.</summary>
    /// <param name="library">The folder of the library; the first run that writes to it creates it.</param>
    public RunServices(string library)
        : this(library, [])
    {
    }

    /// <param name="library">The folder of the library.</param>
    /// <param name="budgets">The worker budgets that the stages of all runs share; empty for a single run.</param>
    internal RunServices(string library, IReadOnlyList<WorkerBudget> budgets)
    {
        Folder = library;
        Budgets = budgets;
        _open = new OpenServices(library);
        Decodes = budgets.FirstOrDefault(static b => b.Name == Services.Budgets.Cpu) is { } cpu
            ? new DecodeSlots(cpu.Slots, () => cpu.Used + cpu.Waiting)
            : new DecodeSlots(Environment.ProcessorCount);
    }

    private RunServices(RunServices shared)
    {
        _open = shared._open;
        (Folder, Budgets, Shares, Decodes) = (shared.Folder, shared.Budgets, shared.Shares, shared.Decodes);
        (Launcher, Time, Decisions, Indexing) = (shared.Launcher, shared.Time, shared.Decisions, shared.Indexing);
        (IsServed, Space) = (shared.IsServed, shared.Space);
    }

    /// <summary>The folder of the library.</summary>
    public string Folder { get; }

    /// <summary>Opens the library now, instead of in the first run.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public Task OpenAsync(CancellationToken cancellationToken = default) => LibraryAsync(cancellationToken);

    /// <summary>Adds a custom embedder. Options select it by its <see cref="IEmbedder.Name"/>; it takes precedence over any other embedder of that name.</summary>
    /// <param name="embedder">The embedder; the caller disposes it, after the services.</param>
    public void Add(IEmbedder embedder) => _open.Add(embedder.Name, embedder);

    /// <summary>Adds a custom detector. Options select it by its <see cref="IDetector.Name"/>; it takes precedence over any other detector of that name.</summary>
    /// <param name="detector">The detector, which ignores the classes and scores of the options; the caller disposes it, after the services.</param>
    public void Add(IDetector detector) => _open.Add(detector.Name, detector);

    /// <summary>Adds a custom vector store. Options select it by the name given here.</summary>
    /// <param name="name">The name.</param>
    /// <param name="store">The store; the caller disposes it, after the services.</param>
    public void Add(string name, IVectorStore store) => _open.Add(name, store);

    /// <summary>Adds a custom stage. Every <c>mine</c> that starts afterwards runs it, after the stages that were added before.</summary>
    /// <param name="stage">The stage; it replaces one of the same name.</param>
    /// <exception cref="ArgumentException">The name or the version is invalid.</exception>
    public void Add(FrameStageDefinition stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        stage.Validate();
        _open.Add(stage);
    }

    /// <summary>The custom stages, in the order in which they were added.</summary>
    internal IReadOnlyList<FrameStageDefinition> FrameStages => _open.FrameStages;

    internal IReadOnlyList<WorkerBudget> Budgets { get; }

    /// <summary>The run's shares of the budgets, by budget name.</summary>
    internal IReadOnlyDictionary<string, WorkerShare> Shares { get; private init; } = new Dictionary<string, WorkerShare>(StringComparer.Ordinal);

    /// <summary>The decode slots: as many as processors, or as the CPU budget has. Free slots decode further parts of a video ahead.</summary>
    internal DecodeSlots Decodes { get; }

    internal ProcessLauncher Launcher { get; } = new();

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Serializes decisions on the whole library.</summary>
    internal WorkCoalescer Decisions { get; } = new();

    /// <summary>Serializes updates of collections to the kept frames.</summary>
    internal SemaphoreSlim Indexing { get; } = new(1, 1);

    /// <summary>Whether a server executes the run.</summary>
    internal bool IsServed { get; private init; }

    /// <summary>The wait of catalog writes on a full disk; null when they fail immediately.</summary>
    internal DiskSpaceWait? Space { get; private init; }

    /// <summary>Returns the same services for one of a server's runs. The creator of the services disposes them.</summary>
    /// <param name="weight">The run's weight in each budget, relative to other runs.</param>
    internal RunServices ForJob(int weight) => new(this)
    {
        IsServed = true,
        Shares = Budgets.ToDictionary(static b => b.Name, b => b.Share(weight), StringComparer.Ordinal),
    };

    /// <summary>Returns the same services with a catalog that waits while the disk is full. The creator of the services disposes them.</summary>
    internal RunServices WithDiskWait(DiskSpaceWait space) => new(this) { Space = space };

    /// <summary>Returns the library, open for writing.</summary>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    internal async Task<LibrarySession> LibraryAsync(CancellationToken cancellationToken)
    {
        var library = await _open.LibraryAsync(cancellationToken).ConfigureAwait(false);
        return (IsServed ? library.ForRun() : library).WithDiskWait(Space);
    }

    /// <param name="name">The name, as in <see cref="Embedders"/>.</param>
    /// <param name="models">How models are executed.</param>
    /// <param name="note">Receives the progress of downloading ONNX Runtime, one line each; optional.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PipelineException">The model cannot be used.</exception>
    internal Task<IEmbedder> EmbedderAsync(string name, ModelOptions models, Action<string>? note, CancellationToken cancellationToken) =>
        _open.GetOrOpenAsync(name, $"{models.Provider}", () => Embedders.OpenAsync(name, models, note, cancellationToken), cancellationToken);

    /// <param name="name">The model, by its name in the registry.</param>
    /// <param name="detection">The classes and the minimum score.</param>
    /// <param name="models">How models are executed.</param>
    /// <param name="note">Receives the progress of downloading ONNX Runtime, one line each; optional.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PipelineException">The model cannot be used.</exception>
    internal Task<IDetector> DetectorAsync(string name, DetectionOptions detection, ModelOptions models, Action<string>? note, CancellationToken cancellationToken) => _open.GetOrOpenAsync(
        name,
        $"{models.Provider} {detection.MinScore} {string.Join('\n', detection.Classes)}",
        () => Models.OpenDetectorAsync(name, detection, models, note, cancellationToken),
        cancellationToken);

    /// <param name="uri"><c>embedded</c>, or the URI of a database.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal Task<IVectorStore> StoreAsync(string uri, CancellationToken cancellationToken) =>
        _open.GetOrOpenAsync(uri, "", () => Task.FromResult(VectorStores.Open(uri, Folder)), cancellationToken);

    /// <summary>Closes the opened services.</summary>
    public async ValueTask DisposeAsync()
    {
        await _open.DisposeAsync().ConfigureAwait(false);
        Decisions.Dispose();
        Indexing.Dispose();
    }
}

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
/// What the runs on one library share: the open library, the budgets of workers, and every model and store that was asked
/// for. Each is opened when it is first needed, once, and closed with the services.
/// </summary>
/// <remarks>Safe for any number of runs at once. Opening a library removes what a killed process has left unfinished in it.</remarks>
public sealed class RunServices : IAsyncDisposable
{
    private readonly OpenServices _open;

    /// <summary>Names a library, and opens nothing yet.</summary>
    /// <param name="library">The folder of the library; it is made by the first run that writes to it.</param>
    public RunServices(string library)
        : this(library, [])
    {
    }

    /// <param name="library">The folder of the library.</param>
    /// <param name="budgets">The budgets that the stages of all runs count against together; none for a run that is alone.</param>
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

    /// <summary>Opens the library, which the first run would do otherwise.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="LibraryException">It cannot be used.</exception>
    public Task OpenAsync(CancellationToken cancellationToken = default) => LibraryAsync(cancellationToken);

    /// <summary>Takes an embedder of the program's own: options choose it by its <see cref="IEmbedder.Name"/>, before any other of that name.</summary>
    /// <param name="embedder">The embedder; whoever made it disposes it, after the services.</param>
    public void Add(IEmbedder embedder) => _open.Give(embedder.Name, embedder);

    /// <summary>Takes a detector of the program's own: options choose it by its <see cref="IDetector.Name"/>, before any other of that name.</summary>
    /// <param name="detector">The detector, which finds what it finds whatever the options look for; whoever made it disposes it, after the services.</param>
    public void Add(IDetector detector) => _open.Give(detector.Name, detector);

    /// <summary>Takes a vector store of the program's own: options choose it by the name that it is given here.</summary>
    /// <param name="name">The name.</param>
    /// <param name="store">The store; whoever made it disposes it, after the services.</param>
    public void Add(string name, IVectorStore store) => _open.Give(name, store);

    /// <summary>Takes a stage of the program's own: every <c>mine</c> that begins after that has it, behind those that were added before.</summary>
    /// <param name="stage">The stage; one of the same name takes its place.</param>
    /// <exception cref="ArgumentException">Its name or its version is none.</exception>
    public void Add(FrameStageDefinition stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        stage.Validate();
        _open.Give(stage);
    }

    /// <summary>The program's own stages, in the order in which they were added.</summary>
    internal IReadOnlyList<FrameStageDefinition> FrameStages => _open.FrameStages;

    internal IReadOnlyList<WorkerBudget> Budgets { get; }

    /// <summary>The run's shares of the budgets, by the budgets' names.</summary>
    internal IReadOnlyDictionary<string, WorkerShare> Shares { get; private init; } = new Dictionary<string, WorkerShare>(StringComparer.Ordinal);

    /// <summary>How many decodes run at once before a video's parts are decoded ahead: as many as there are processors, or as the budget has.</summary>
    internal DecodeSlots Decodes { get; }

    internal ProcessLauncher Launcher { get; } = new();

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Decisions on the whole library, one after the other.</summary>
    internal SharedTurns Decisions { get; } = new();

    /// <summary>Brings collections in line with the kept frames, one run after the other.</summary>
    internal SemaphoreSlim Indexing { get; } = new(1, 1);

    /// <summary>Whether the run is one of a server's.</summary>
    internal bool IsServed { get; private init; }

    /// <summary>What a write to the catalog waits for on a full disk; null when it fails at once.</summary>
    internal DiskSpaceWait? Space { get; private init; }

    /// <summary>The same services for one of a server's runs. Whoever made the services disposes them.</summary>
    /// <param name="weight">How much of each budget the run is due beside others.</param>
    internal RunServices ForJob(int weight) => new(this)
    {
        IsServed = true,
        Shares = Budgets.ToDictionary(static b => b.Name, b => b.Share(weight), StringComparer.Ordinal),
    };

    /// <summary>The same services, whose catalog waits on a full disk. Whoever made the services disposes them.</summary>
    internal RunServices Waiting(DiskSpaceWait space) => new(this) { Space = space };

    /// <summary>The library, open for writing.</summary>
    /// <exception cref="LibraryException">It cannot be used.</exception>
    internal async Task<LibrarySession> LibraryAsync(CancellationToken cancellationToken)
    {
        var library = await _open.LibraryAsync(cancellationToken).ConfigureAwait(false);
        return (IsServed ? library.Borrow() : library).Waiting(Space);
    }

    /// <param name="name">What <see cref="Embedders"/> calls it.</param>
    /// <param name="models">How models are run.</param>
    /// <param name="note">Told how far fetching ONNX Runtime is, a line each; nobody when null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="PipelineException">The model cannot be used.</exception>
    internal Task<IEmbedder> EmbedderAsync(string name, ModelOptions models, Action<string>? note, CancellationToken cancellationToken) =>
        _open.OnceAsync(name, $"{models.Provider}", () => Embedders.OpenAsync(name, models, note, cancellationToken), cancellationToken);

    /// <param name="name">The model, by its name in the registry.</param>
    /// <param name="detection">What is looked for.</param>
    /// <param name="models">How models are run.</param>
    /// <param name="note">Told how far fetching ONNX Runtime is, a line each; nobody when null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="PipelineException">The model cannot be used.</exception>
    internal Task<IDetector> DetectorAsync(string name, DetectionOptions detection, ModelOptions models, Action<string>? note, CancellationToken cancellationToken) => _open.OnceAsync(
        name,
        $"{models.Provider} {detection.MinScore} {string.Join('\n', detection.Classes)}",
        () => Models.DetectorAsync(name, detection, models, note, cancellationToken),
        cancellationToken);

    /// <param name="uri"><c>embedded</c>, or where a database is.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal Task<IVectorStore> StoreAsync(string uri, CancellationToken cancellationToken) =>
        _open.OnceAsync(uri, "", () => Task.FromResult(VectorStores.Open(uri, Folder)), cancellationToken);

    /// <summary>Closes what was opened.</summary>
    public async ValueTask DisposeAsync()
    {
        await _open.DisposeAsync().ConfigureAwait(false);
        Decisions.Dispose();
        Indexing.Dispose();
    }
}

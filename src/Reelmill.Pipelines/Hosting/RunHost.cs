using System.Text.Json;
using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Library.Vectors;
using Reelmill.Media.Frames.Parts;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Mine;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Hosting;

/// <summary>
/// What the runs of one process share: an open library, the budgets of workers, and every model and store that was asked
/// for, opened once. A run without a host opens its own and closes them at its end.
/// </summary>
/// <remarks>Safe for any number of runs at once.</remarks>
internal sealed class RunHost : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Dictionary<string, IAsyncDisposable> _open = new(StringComparer.Ordinal);

    private readonly DecodeSlots _decodes;

    private RunHost(LibrarySession library, IReadOnlyList<WorkerBudget> budgets)
    {
        (Library, Budgets) = (library, budgets);
        _decodes = budgets.FirstOrDefault(static b => b.Name == Hosting.Budgets.Cpu) is { } cpu
            ? new DecodeSlots(cpu.Slots, () => cpu.Used + cpu.Waiting)
            : new DecodeSlots(Environment.ProcessorCount);
    }

    public LibrarySession Library { get; }

    public IReadOnlyList<WorkerBudget> Budgets { get; }

    /// <summary>Decisions on the whole library, one after the other.</summary>
    public DecisionQueue Decisions { get; } = new();

    /// <summary>Brings collections in line with the kept frames, one run after the other.</summary>
    public SemaphoreSlim Indexing { get; } = new(1, 1);

    /// <summary>Opens the library and removes what a killed process has left unfinished.</summary>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public static async Task<RunHost> OpenAsync(string library, IReadOnlyList<WorkerBudget> budgets, CancellationToken cancellationToken)
    {
        var session = await LibrarySession.OpenAsync(library, cancellationToken).ConfigureAwait(false);
        return new RunHost(session, budgets);
    }

    /// <summary>The library: that of the host, or one that is opened for the run.</summary>
    public static async Task<Lease<LibrarySession>> LibraryAsync(PipelineOptions options, CancellationToken cancellationToken) => options.Scope is { } scope
        ? new(scope.Host.Library.Borrow().Waiting(options.Space), owned: false)
        : new((await LibrarySession.OpenAsync(options.Library, cancellationToken).ConfigureAwait(false)).Waiting(options.Space), owned: true);

    /// <summary>How many decodes run at once before a video's parts are decoded ahead: as many as there are processors, or as the budget has.</summary>
    public static DecodeSlots DecodeSlots(MineOptions options) =>
        options.Scope?.Host._decodes ?? new DecodeSlots(options.Mode == RunMode.Sequential ? 1 : Environment.ProcessorCount);

    public static async Task<Lease<IEmbedder>> EmbedderAsync(IndexOptions options, CancellationToken cancellationToken) => options.Scope is { } scope
        ? new(await scope.Host.EmbedderAsync(options.Embedder, options.Models, cancellationToken).ConfigureAwait(false), owned: false)
        : new(await Embedders.OpenAsync(options.Embedder, options.Models, cancellationToken).ConfigureAwait(false), owned: true);

    public static async Task<Lease<IVectorStore>> StoreAsync(IndexOptions options, CancellationToken cancellationToken) => options.Scope is { } scope
        ? new(await scope.Host.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false), owned: false)
        : new(VectorStores.Open(options.Store, options.Library), owned: true);

    public static async Task<Lease<IEmbedder>> EmbedderAsync(SearchOptions options, string name, CancellationToken cancellationToken) => options.Host is { } host
        ? new(await host.EmbedderAsync(name, new ModelOptions(), cancellationToken).ConfigureAwait(false), owned: false)
        : new(await Embedders.OpenAsync(name, new ModelOptions(), cancellationToken).ConfigureAwait(false), owned: true);

    public static async Task<Lease<IVectorStore>> StoreAsync(SearchOptions options, CancellationToken cancellationToken) => options.Host is { } host
        ? new(await host.StoreAsync(options.Store, cancellationToken).ConfigureAwait(false), owned: false)
        : new(VectorStores.Open(options.Store, options.Library), owned: true);

    /// <exception cref="Core.PipelineException">The model cannot be used.</exception>
    public static async Task<Lease<IDetector>> DetectorAsync(RunScope? scope, DetectOptions detect, ModelOptions models, CancellationToken cancellationToken) => scope is not null
        ? new(await scope.Host.DetectorAsync(detect, models, cancellationToken).ConfigureAwait(false), owned: false)
        : new(await Models.DetectorAsync(detect, models, cancellationToken).ConfigureAwait(false), owned: true);

    public Task<IEmbedder> EmbedderAsync(string name, ModelOptions models, CancellationToken cancellationToken) =>
        OnceAsync($"embedder {models.Provider} {name}", () => Embedders.OpenAsync(name, models, cancellationToken), cancellationToken);

    public Task<IVectorStore> StoreAsync(string uri, CancellationToken cancellationToken) =>
        OnceAsync($"store {uri}", () => Task.FromResult(VectorStores.Open(uri, Library.Catalog.Folder)), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var shared in _open.Values)
        {
            await CleanUp.QuietlyAsync(shared.DisposeAsync).ConfigureAwait(false);
        }

        await Library.DisposeAsync().ConfigureAwait(false);
        _opening.Dispose();
        Indexing.Dispose();
    }

    private Task<IDetector> DetectorAsync(DetectOptions options, ModelOptions models, CancellationToken cancellationToken) =>
        OnceAsync($"detector {models.Provider} {options.Model} {options.MinScore} {JsonSerializer.Serialize(options.Limits.Classes, RecipeJson.Default.IReadOnlyListString)}", () => Models.DetectorAsync(options, models, cancellationToken), cancellationToken);

    private async Task<T> OnceAsync<T>(string key, Func<Task<T>> open, CancellationToken cancellationToken)
        where T : IAsyncDisposable
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_open.TryGetValue(key, out var shared))
            {
                _open[key] = shared = await open().ConfigureAwait(false);
            }

            return (T)shared;
        }
        finally
        {
            _opening.Release();
        }
    }
}

/// <summary>One run's place in a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Weight">How much of each budget the run is due beside others.</param>
internal sealed record RunScope(RunHost Host, int Weight)
{
    /// <summary>The run's shares, by the budgets' names.</summary>
    public IReadOnlyDictionary<string, WorkerShare> Shares { get; } =
        Host.Budgets.ToDictionary(static b => b.Name, b => b.Share(Weight), StringComparer.Ordinal);
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Reelmill.Core;
using Reelmill.Pipelines.FrameStages;

namespace Reelmill.Pipelines.Services;

/// <summary>The services that were opened for a library's runs, each one once.</summary>
/// <param name="folder">The folder of the library.</param>
internal sealed class OpenServices(string folder) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Dictionary<string, IAsyncDisposable> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IAsyncDisposable> _added = new(StringComparer.Ordinal);
    private ImmutableList<FrameStageDefinition> _stages = [];
    private LibrarySession? _library;

    /// <summary>The library, open for writing.</summary>
    public async Task<LibrarySession> LibraryAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _library ??= await LibrarySession.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The custom stages of <c>mine</c>.</summary>
    public IReadOnlyList<FrameStageDefinition> FrameStages => _stages;

    /// <summary>Adds a stage, replacing one of the same name.</summary>
    public void Add(FrameStageDefinition stage) => ImmutableInterlocked.Update(
        ref _stages, all => all.FindIndex(s => s.Name == stage.Name) is >= 0 and var place ? all.SetItem(place, stage) : all.Add(stage));

    /// <summary>Adds a service that the program created and disposes.</summary>
    public void Add<T>(string name, T service)
        where T : IAsyncDisposable => _added[GetKey<T>(name)] = service;

    /// <summary>Returns the service that the program added under a name, or the one opened under it; opens it on first use.</summary>
    /// <param name="name">The configured name.</param>
    /// <param name="variant">Further settings that distinguish opened services of one name.</param>
    /// <param name="open">Opens the service.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<T> GetOrOpenAsync<T>(string name, string variant, Func<Task<T>> open, CancellationToken cancellationToken)
        where T : IAsyncDisposable => _added.TryGetValue(GetKey<T>(name), out var added) ? Task.FromResult((T)added) : GetOrOpenAsync($"{GetKey<T>(name)} {variant}", open, cancellationToken);

    private static string GetKey<T>(string name) => $"{typeof(T).Name} {name}";

    private async Task<T> GetOrOpenAsync<T>(string name, Func<Task<T>> open, CancellationToken cancellationToken)
        where T : IAsyncDisposable
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_open.TryGetValue(name, out var opened))
            {
                _open[name] = opened = await open().ConfigureAwait(false);
            }

            return (T)opened;
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _open.Values)
        {
            await CleanUp.QuietlyAsync(opened.DisposeAsync).ConfigureAwait(false);
        }

        if (_library is { } library)
        {
            await library.DisposeAsync().ConfigureAwait(false);
        }

        _opening.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Reelmill.Core;
using Reelmill.Pipelines.FrameStages;

namespace Reelmill.Pipelines.Services;

/// <summary>What has been opened for a library's runs, each thing once.</summary>
/// <param name="folder">The folder of the library.</param>
internal sealed class OpenServices(string folder) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Dictionary<string, IAsyncDisposable> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IAsyncDisposable> _given = new(StringComparer.Ordinal);
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

    /// <summary>The program's own stages of <c>mine</c>.</summary>
    public IReadOnlyList<FrameStageDefinition> FrameStages => _stages;

    /// <summary>Takes a stage, in the place of one of the same name.</summary>
    public void Give(FrameStageDefinition stage) => ImmutableInterlocked.Update(
        ref _stages, all => all.FindIndex(s => s.Name == stage.Name) is >= 0 and var place ? all.SetItem(place, stage) : all.Add(stage));

    /// <summary>Takes what a program has made itself, which the program disposes.</summary>
    public void Give<T>(string name, T service)
        where T : IAsyncDisposable => _given[KeyOf<T>(name)] = service;

    /// <summary>What a program has given by a name, or was opened by it, or is opened now.</summary>
    /// <param name="name">What a user calls it.</param>
    /// <param name="how">What else decides what is opened.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<T> OnceAsync<T>(string name, string how, Func<Task<T>> open, CancellationToken cancellationToken)
        where T : IAsyncDisposable => _given.TryGetValue(KeyOf<T>(name), out var given) ? Task.FromResult((T)given) : OnceAsync($"{KeyOf<T>(name)} {how}", open, cancellationToken);

    private static string KeyOf<T>(string name) => $"{typeof(T).Name} {name}";

    private async Task<T> OnceAsync<T>(string name, Func<Task<T>> open, CancellationToken cancellationToken)
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

using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Runs <c>chunk</c>: cuts one file, exactly, into the library's <c>chunks</c> folder.</summary>
/// <param name="services">The library, and what runs on it share.</param>
/// <param name="options">The options.</param>
/// <param name="observer">Who is told what happens.</param>
public sealed class ChunkRun(RunServices services, ChunkOptions options, ChunkObserver observer)
{
    /// <summary>Cuts a file. Chunks that an earlier run made of the same content in the same way are kept, once their SHA-256 has been checked.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stopping">Stops gracefully: chunks that are worked on are finished, the rest is left for the next run.</param>
    /// <param name="cancellationToken">Cancels: chunks that are worked on are left for the next run.</param>
    /// <returns>What the run did; failed chunks are in it as data.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="ItemException">The file cannot be cut at all; see <see cref="SourcePreparer"/> and <see cref="ChunkSource.Plan"/>.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <remarks>On a full disk it pauses, and goes on by itself when there is space.</remarks>
    public Task<ChunkReport> ExecuteAsync(string file, CancellationToken stopping, CancellationToken cancellationToken) =>
        ExecuteAsync(ChunkInput.Of(Path.GetFullPath(file)), stopping, cancellationToken);

    /// <summary>Cuts the file of a source; see <see cref="ExecuteAsync(string, CancellationToken, CancellationToken)"/>.</summary>
    internal async Task<ChunkReport> ExecuteAsync(ChunkInput input, CancellationToken stopping, CancellationToken cancellationToken)
    {
        options.Validate();
        observer.Events?.Report(new PipelineStart(input.Name, options.Workers, options.Queue));
        try
        {
            return await PausingRun.ExecuteAsync(
                services, new RunObserver(OnNote: observer.OnNote) { OnPause = observer.OnPause }, (s, _) => new ChunkRun(s, options, observer).ExecuteOnceAsync(input, stopping, cancellationToken), stopping, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ItemException or PipelineException)
        {
            var code = e is ItemException item ? item.Code : ((PipelineException)e).Code;
            observer.Events?.Report(new PipelineError(code, e.Message));
            throw;
        }
    }

    private async Task<ChunkReport> ExecuteOnceAsync(ChunkInput input, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var version = ToolVersion.OfAsync(services.Launcher, options.Tools.Ffmpeg, cancellationToken);
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var recipe = ChunkRecipe.Of(options, await version.ConfigureAwait(false));
        ChunkReport? report = null;
        await ItemRuns.RecordAsync(
            library, "chunk", recipe, new RunObserver(OnNote: observer.OnNote),
            async run =>
            {
                var work = new ChunkFileRun(services, options, observer, run);
                (report, var record) = await work.ExecuteAsync(input, stopping, cancellationToken).ConfigureAwait(false);
                return record;
            },
            cancellationToken).ConfigureAwait(false);
        return report!;
    }
}

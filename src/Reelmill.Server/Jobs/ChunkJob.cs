using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs;

/// <summary>Cuts one file after the other; the chunks of each are worked on at once.</summary>
/// <param name="services">The library, and what runs on it share.</param>
/// <param name="library">The open library.</param>
/// <param name="options">How to cut.</param>
/// <param name="observer">Who is told what happens.</param>
internal sealed class ChunkJob(RunServices services, LibrarySession library, ChunkOptions options, RunObserver observer)
{
    public async Task RunAsync(IReadOnlyList<JobItem> items, IEnumerable<MediaInput> inputs, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var fetcher = ItemRuns.FetcherOf(options, library);
        foreach (var (item, input) in items.Zip(inputs))
        {
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            await library.Items.ClaimAsync(item.Item, cancellationToken).ConfigureAwait(false);
            try
            {
                await CutAsync(fetcher, item, input, stopping, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                library.Items.Release(item.Item);
            }
        }
    }

    private async Task CutAsync(Fetcher fetcher, JobItem item, MediaInput input, CancellationToken stopping, CancellationToken cancellationToken)
    {
        observer.OnItem?.Invoke(new ItemChange.Started(item.Item, item.Attempts + 1));
        FetchedFile? file = null;
        try
        {
            var space = new SpaceWait(library.Folder, observer.OnPause, "", TimeProvider.System, stopping, cancellationToken);
            file = await space.RepeatAsync(() => fetcher.FetchAsync(input, null, cancellationToken)).ConfigureAwait(false);
            var report = await new ChunkRun(services, options, new ChunkObserver(new ChunkEvents(input, observer), observer.Events, observer.OnNote) { OnPause = observer.OnPause })
                .ExecuteAsync(new ChunkInput(input.Source, input.Display, file.Path), stopping, cancellationToken).ConfigureAwait(false);
            if (report.Manifest is not null)
            {
                observer.OnItem?.Invoke(report.Summary.Failures is [var first, ..]
                    ? new ItemChange.Failed(item.Item, FailureOf(input, file, new ItemException(first.Code, first.Message)))
                    : new ItemChange.Done(item.Item, report.Id)
                    {
                        Note = report.Manifest.Segments.FirstOrDefault(static s => s.Damage is not null) is { } damaged
                            ? $"done, though its stream is damaged: {damaged.Damage}"
                            : report.Summary.Notes is [var note, ..] ? note.Text : null,
                    });
            }
        }
        catch (ItemException e)
        {
            observer.OnItem?.Invoke(new ItemChange.Failed(item.Item, FailureOf(input, file, e)));
        }
        finally
        {
            file?.Delete();
        }
    }

    /// <summary>The failure, which names the source and not the file that it was downloaded to.</summary>
    private static ItemFailure FailureOf(MediaInput input, FetchedFile? file, ItemException e) => new(
        "process", e.Code, file is { IsTemporary: true } ? e.Message.Replace(file.Path, input.Display, StringComparison.Ordinal) : e.Message, e.IsTransient, 1, e);

    /// <summary>How far a file is, from what is told of its chunks.</summary>
    private sealed class ChunkEvents(MediaInput input, RunObserver observer) : IProgress<ChunkEvent>
    {
        public void Report(ChunkEvent value)
        {
            if (value is PipelineProgress progress)
            {
                observer.Items?.Report(new ItemProgress(input.Display, "cut", progress.Done + progress.Failed, progress.Total, ProgressUnit.Files));
            }
        }
    }
}

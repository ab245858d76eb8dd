using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Server.Hosting;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Endpoints;

/// <summary>
/// What a job has made, a JSON document a line, in the order of items and of times in them. Of an item that is being
/// worked on there is what has been made of it so far.
/// </summary>
internal static class JobResults
{
    private const int Page = 200;

    public static async Task WriteAsync(string id, HttpContext http, JobService jobs, JobStore store, JobScheduler scheduler, LibrarySession library)
    {
        var cancellationToken = http.RequestAborted;
        var job = await jobs.FindAsync(id, cancellationToken).ConfigureAwait(false);
        var results = new Results(job, library, scheduler.LiveOf(id));
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers["Reelmill-Complete"] = job.IsTerminal ? "true" : "false";
        for (var after = -1; await store.ItemsAsync(id, null, after, Page, cancellationToken).ConfigureAwait(false) is { Count: > 0 } items; after = items[^1].Sequence)
        {
            foreach (var item in items)
            {
                await foreach (var line in results.OfAsync(item, cancellationToken).ConfigureAwait(false))
                {
                    await JsonSerializer.SerializeAsync(http.Response.Body, line, ServerJson.Options, cancellationToken).ConfigureAwait(false);
                    await http.Response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private sealed class Results(Job job, LibrarySession library, JobLive? live)
    {
        private readonly SqliteCatalog _catalog = library.Catalog;
        private readonly Lazy<string> _collection = new(() => JobRunner.PipelineOf(job.Pipeline, job.Options));

        public async IAsyncEnumerable<JsonObject> OfAsync(JobItem item, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var source = JobItemDocument.Of(item, null).Source;
            var known = await _catalog.FindAsync(item.Item, cancellationToken).ConfigureAwait(false);
            var isDone = item.State is JobItemState.Done or JobItemState.Skipped && known is { State: ItemState.Done, Video: not null };
            switch (job.Pipeline)
            {
                case "mine":
                    var frames = isDone
                        ? await _catalog.FramesOfAsync(known!.Video!, cancellationToken).ConfigureAwait(false)
                        : live?.FramesOf(item.Item) ?? [];
                    foreach (var frame in frames)
                    {
                        yield return Frame(item, source, frame, isDone);
                    }

                    break;
                case "hls" when isDone && await OutcomeAsync(known!, cancellationToken).ConfigureAwait(false) is { } stream:
                    yield return Stream(item, source, known!.Video!, stream);
                    break;
                case "index" when isDone:
                    yield return Image(item, source, known!);
                    break;
                case "index" when TarArchive.IsArchive(item.Source):
                    var within = new ItemFilter { Pipeline = _collection.Value, State = ItemState.Done, Under = TarArchive.Within(item.Source) };
                    await foreach (var member in _catalog.ItemsAsync(within, cancellationToken).ConfigureAwait(false))
                    {
                        yield return Image(item, source + member.Source[item.Source.Length..], member);
                    }

                    break;
                case "chunk":
                    foreach (var chunk in await _catalog.ChunksAsync(ChunkItemOf(item), cancellationToken).ConfigureAwait(false))
                    {
                        if (chunk.Record is { } record)
                        {
                            yield return Chunk(item, source, record);
                        }
                    }

                    break;
                default:
                    break;
            }
        }

        private static JsonObject Image(JobItem item, string source, Item known) =>
            new() { ["sequence"] = item.Sequence, ["source"] = source, ["id"] = known.Outcome ?? known.Video };

        private static JsonObject Frame(JobItem item, string source, FrameRecord frame, bool isDone) => new()
        {
            ["sequence"] = item.Sequence,
            ["source"] = source,
            ["video"] = frame.Video,
            ["timeMs"] = frame.TimeMs,
            ["kept"] = frame.Kept,
            ["rule"] = frame.Rule,
            ["score"] = frame.Score,
            ["threshold"] = frame.Threshold,
            ["twin"] = frame.Twin,
            ["path"] = isDone ? frame.Path : null,
            ["image"] = isDone && frame.Path is not null ? $"/v1/library/videos/{frame.Video}/frames/{frame.TimeMs}.jpg" : null,
            ["detections"] = frame.Detections is { } json ? JsonNode.Parse(json) : null,
        };

        private static JsonObject Stream(JobItem item, string source, string video, string outcome)
        {
            var stream = JsonNode.Parse(outcome)!.AsObject();
            stream["sequence"] = item.Sequence;
            stream["source"] = source;
            stream["video"] = video;
            stream["url"] = $"/v1/library/{stream["master"]}";
            return stream;
        }

        private static JsonObject Chunk(JobItem item, string source, string record)
        {
            var chunk = JsonNode.Parse(record)!.AsObject();
            chunk["chunk"] = chunk["sequence"]?.DeepClone();
            chunk["sequence"] = item.Sequence;
            chunk["source"] = source;
            return chunk;
        }

        /// <summary>The stream of the content: that of the item, or that of the item with the same content that was first.</summary>
        private async Task<string?> OutcomeAsync(Item known, CancellationToken cancellationToken)
        {
            if (known.Outcome is not null)
            {
                return known.Outcome;
            }

            var same = new ItemFilter { Pipeline = known.Pipeline, State = ItemState.Done, Video = known.Video };
            await foreach (var other in _catalog.ItemsAsync(same, cancellationToken).ConfigureAwait(false))
            {
                if (other.Outcome is not null)
                {
                    return other.Outcome;
                }
            }

            return null;
        }

        /// <summary>Chunks of a URL are filed under it, those of a file under its place.</summary>
        private string ChunkItemOf(JobItem item)
        {
            var input = JobRunner.InputOf(item);
            return ItemId.Of("chunk", input.Kind == InputKind.Url ? input.Source : FrameIdentity.OfFile(_catalog.Folder, input.Source));
        }
    }
}

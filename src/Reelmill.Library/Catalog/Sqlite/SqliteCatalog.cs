using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Reelmill.Core;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Files;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>The catalog of a library: its items, their attempts and frames, and its runs.</summary>
/// <remarks>
/// Thread-safe. Writes run one at a time, each in one transaction. A completed write survives the death of the process
/// and, if the disk honors flushes, power loss. Reads see the state at which they began and never wait for writes. One
/// process at a time may have a library open for writing.
/// Every member throws <see cref="LibraryException"/>: <c>disk_full</c>, <c>library_io</c> (stop: later writes are
/// refused), <c>library_damaged</c>, and <c>library_read_only</c> for a write to a catalog that was opened for reading.
/// </remarks>
public sealed class SqliteCatalog : IAsyncDisposable
{
    private readonly Connections _connections;
    private readonly CatalogReader _reader;
    private readonly CatalogWriter? _writer;
    private readonly TimeProvider _clock;
    private readonly Func<LibraryException, Task>? _waitForSpace;

    private SqliteCatalog(string folder, Connections connections, CatalogWriter? writer, TimeProvider clock, Func<LibraryException, Task>? waitForSpace = null)
    {
        _waitForSpace = waitForSpace;
        Folder = folder;
        _connections = connections;
        _reader = new CatalogReader(Path.Combine(folder, LibraryLayout.Database), connections);
        _writer = writer;
        _clock = clock;
    }

    /// <summary>The library's folder, as a full path.</summary>
    public string Folder { get; }

    private string Database => Path.Combine(Folder, LibraryLayout.Database);

    /// <summary>Opens a library for writing, creates a missing one, and migrates its schema.</summary>
    /// <param name="folder">The library's folder; it need not exist.</param>
    /// <param name="clock">The source of timestamps; the system clock by default.</param>
    /// <exception cref="LibraryException">
    /// <c>library_in_use</c> (names the process), <c>not_a_library</c> (nothing was changed), <c>library_newer</c>, <c>library_read_only</c>
    /// or <c>library_damaged</c>.
    /// </exception>
    public static SqliteCatalog Open(string folder, TimeProvider? clock = null) => Open(folder, clock, connect: null);

    /// <summary>Opens a library with connections from a test, which injects faults.</summary>
    internal static SqliteCatalog Open(string folder, TimeProvider? clock, Func<string, SqliteConnection>? connect)
    {
        folder = Path.GetFullPath(folder);
        return GuardOpen(folder, () =>
        {
            LibraryFolder.Require(folder);
            DiskErrors.Guard("Creating the library", folder, () => Directory.CreateDirectory(folder));
            var connections = new Connections(folder, connect);
            return new SqliteCatalog(folder, connections, CatalogWriter.Open(folder, connections), clock ?? TimeProvider.System);
        });
    }

    /// <summary>Opens a library for reading, without a lock, even while another process writes to it.</summary>
    /// <param name="folder">The library's folder.</param>
    /// <exception cref="LibraryException">
    /// <c>library_not_found</c>, <c>not_a_library</c>, <c>library_older</c> (open it for writing once), <c>library_newer</c>
    /// or <c>library_damaged</c>.
    /// </exception>
    public static SqliteCatalog OpenReadOnly(string folder)
    {
        folder = Path.GetFullPath(folder);
        var found = LibraryFolder.Inspect(folder);
        if (found.IsFree)
        {
            throw new LibraryException(
                "library_not_found",
                $"Opening the library {folder}: the folder is empty or missing. Check the path, or run a pipeline to create a library.");
        }

        found.RequireUsable();
        return GuardOpen(folder, () =>
        {
            var connections = new Connections(folder);
            using var connection = connections.OpenReaderOrImmutable();
            Schema.Check(connection, folder);
            return new SqliteCatalog(folder, connections, writer: null, TimeProvider.System);
        });
    }

    /// <summary>Returns a view of this catalog that waits and retries writes on a full disk. Dispose one of the two.</summary>
    /// <param name="waitForSpace">Waits until a write may succeed; throws to stop waiting.</param>
    public SqliteCatalog WithDiskFullWait(Func<LibraryException, Task> waitForSpace) => new(Folder, _connections, _writer, _clock, waitForSpace);

    /// <summary>Adds missing items as pending, in one transaction.</summary>
    /// <param name="items">The items. An existing item keeps its state; an item with an identity gets its source and metadata updated.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The number of added items.</returns>
    public Task<int> EnqueueAsync(IEnumerable<NewItem> items, CancellationToken cancellationToken = default) =>
        WriteAsync(c => ItemTable.Insert(c, items, Now), cancellationToken);

    /// <summary>Finds one item.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The item, or null when there is none.</returns>
    public Task<Item?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(c => ItemTable.Find(c, id), cancellationToken);

    /// <summary>Streams items, ordered by source.</summary>
    /// <param name="filter">Selects the items; null for all.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<Item> ItemsAsync(ItemFilter? filter = null, CancellationToken cancellationToken = default) =>
        _reader.StreamAsync(c => ItemTable.Select(c, filter ?? new ItemFilter()), ItemTable.Map, cancellationToken);

    /// <summary>Records that work on an item begins. Await the call before the work, so that a crash counts as an attempt.</summary>
    /// <param name="itemId">An item that is not running. It becomes running, and its last error is cleared.</param>
    /// <param name="runId">The run that processes the item.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The attempt's number, from 1.</returns>
    /// <exception cref="LibraryException">Also <c>item_unknown</c> or <c>item_running</c>.</exception>
    public Task<int> BeginAttemptAsync(string itemId, string runId, CancellationToken cancellationToken = default) =>
        WriteAsync(c => AttemptTable.Begin(c, itemId, runId, Now), cancellationToken);

    /// <summary>Records that an item is done: its result, its frames and the end of its attempt, in one transaction.</summary>
    /// <param name="itemId">A running item.</param>
    /// <param name="result">The result of the item.</param>
    /// <param name="frames">
    /// The frames that replace those of <see cref="CatalogResult.Video"/>, in any order; null keeps the video's frames, for
    /// pipelines that produce none.
    /// </param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <exception cref="LibraryException">Also <c>item_not_running</c>.</exception>
    /// <exception cref="ArgumentException">A frame is of another video or has a number that is not finite.</exception>
    public Task CompleteAsync(
        string itemId, CatalogResult result, IReadOnlyList<FrameRecord>? frames, CancellationToken cancellationToken = default)
    {
        if (frames?.FirstOrDefault(f => f.Video != result.Video) is { } mismatch)
        {
            throw new ArgumentException($"The frame {mismatch.Video}/{mismatch.TimeMs} does not belong to the video {result.Video}.", nameof(frames));
        }

        return WriteAsync(c => Complete(c, itemId, result, frames), cancellationToken);
    }

    /// <summary>Records that an item failed. The results of earlier attempts stay in the library.</summary>
    /// <param name="itemId">A running item.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <exception cref="LibraryException">Also <c>item_not_running</c>.</exception>
    public Task FailAsync(string itemId, CatalogFailure failure, CancellationToken cancellationToken = default) =>
        WriteAsync(
            c =>
            {
                AttemptTable.Fail(c, itemId, failure, Now);
                return true;
            },
            cancellationToken);

    /// <summary>Returns a running item to pending, because its run is stopping.</summary>
    /// <param name="itemId">A running item.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <exception cref="LibraryException">Also <c>item_not_running</c>.</exception>
    public Task ReleaseAsync(string itemId, CancellationToken cancellationToken = default) =>
        WriteAsync(
            c =>
            {
                AttemptTable.Release(c, itemId, "released", Now);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Recovers from a process that died: open attempts and runs become interrupted, and their items pending. Call it once,
    /// before any work.
    /// </summary>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The recovered items in their new state; <see cref="Item.Attempts"/> tells which have used up their attempts.</returns>
    public Task<IReadOnlyList<Item>> RecoverAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(Recover, cancellationToken);

    /// <summary>Deletes items whose sources are gone. None of them may be running.</summary>
    /// <param name="itemIds">The items' ids; enumerated once, while other writes wait.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The number of deleted items.</returns>
    public Task<int> ForgetAsync(IEnumerable<string> itemIds, CancellationToken cancellationToken = default) => WriteAsync(
        c => itemIds.Sum(id =>
        {
            c.Execute("DELETE FROM attempts WHERE item = $id", ("$id", id));
            return c.Execute("DELETE FROM items WHERE id = $id", ("$id", id));
        }),
        cancellationToken);

    /// <summary>Lists the names of the pipelines that have items, in ordinal order.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<string>> PipelinesAsync(CancellationToken cancellationToken = default) => _reader.ReadAsync<IReadOnlyList<string>>(
        static c => [.. c.List("SELECT DISTINCT pipeline FROM items", static r => r.GetString(0)).Order(StringComparer.Ordinal)], cancellationToken);

    /// <summary>Deletes all items of a pipeline whose results are being dropped. None of them may be running.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The number of deleted items.</returns>
    public Task<int> ForgetAsync(string pipeline, CancellationToken cancellationToken = default) => WriteAsync(
        c =>
        {
            c.Execute("DELETE FROM attempts WHERE item IN (SELECT id FROM items WHERE pipeline = $pipeline)", ("$pipeline", pipeline));
            return c.Execute("DELETE FROM items WHERE pipeline = $pipeline", ("$pipeline", pipeline));
        },
        cancellationToken);

    /// <summary>Lists the chunks of an item, in order.</summary>
    /// <param name="itemId">The item's id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<ChunkRow>> ChunksAsync(string itemId, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync<IReadOnlyList<ChunkRow>>(c => ChunkTable.List(c, itemId), cancellationToken);

    /// <summary>Records that work on a chunk begins. Await the call before the work, so that a crash counts as an attempt.</summary>
    /// <param name="itemId">The item of the chunk.</param>
    /// <param name="sequence">The chunk's number, from 0.</param>
    /// <param name="fingerprint">The hash of everything that determines the chunk's bytes. A new fingerprint resets the count of attempts.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The attempt's number, from 1.</returns>
    public Task<int> BeginChunkAsync(string itemId, int sequence, string fingerprint, CancellationToken cancellationToken = default) =>
        WriteAsync(c => ChunkTable.Begin(c, itemId, sequence, fingerprint), cancellationToken);

    /// <summary>Records that a chunk is done. The chunk's file must be durable and in place before the call.</summary>
    /// <param name="itemId">The item of the chunk.</param>
    /// <param name="sequence">The chunk's number, from 0.</param>
    /// <param name="record">The chunk's description, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task CompleteChunkAsync(string itemId, int sequence, string record, CancellationToken cancellationToken = default) =>
        WriteAsync(c => ChunkTable.Complete(c, itemId, sequence, record), cancellationToken);

    /// <summary>Deletes the last chunks of an item that now has fewer.</summary>
    /// <param name="itemId">The item of the chunks.</param>
    /// <param name="count">The number of chunks to keep.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The number of deleted chunks.</returns>
    public Task<int> TrimChunksAsync(string itemId, int count, CancellationToken cancellationToken = default) =>
        WriteAsync(c => ChunkTable.Trim(c, itemId, count), cancellationToken);

    /// <summary>Streams the frames of all items whose results are in the library (done, or failed when reprocessed), ordered by video and time.</summary>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<FrameRecord> FramesAsync(CancellationToken cancellationToken = default) =>
        _reader.StreamAsync(FrameTable.Select, FrameColumns.Map, cancellationToken);

    /// <summary>Lists the frames of one video, ordered by time.</summary>
    /// <param name="video">The id of its content.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<FrameRecord>> ListFramesAsync(string video, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync<IReadOnlyList<FrameRecord>>(c => FrameTable.List(c, video), cancellationToken);

    /// <summary>Streams the frames of <see cref="FramesAsync"/> with their sources, ordered by video and time, from one snapshot.</summary>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<FrameEntry> EntriesAsync(CancellationToken cancellationToken = default) =>
        _reader.FramesAsync(
            static c => FrameTable.ListVideos(c).ToDictionary(static v => v.Video, static v => v.Source, StringComparer.Ordinal),
            static (source, frame) => new FrameEntry(source, frame),
            cancellationToken);

    /// <summary>Streams the frames of <see cref="FramesAsync"/> with the properties of their inputs, from one snapshot.</summary>
    internal IAsyncEnumerable<ExportRow> ExportRowsAsync(CancellationToken cancellationToken) => _reader.FramesAsync(
        FrameTable.MapInputs, static (input, frame) => new ExportRow(new FrameEntry(input.Source, frame), input.Facts), cancellationToken);

    /// <summary>Streams every recorded file, grouped by folder, including those of items that are being reprocessed.</summary>
    /// <param name="cancellationToken">Stops the stream.</param>
    public async IAsyncEnumerable<Artifact> ArtifactsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var select in new Func<SqliteConnection, SqliteCommand>[] { FrameTable.SelectArtifacts, ArtifactTable.Select })
        {
            var files = _reader.StreamAsync(select, ArtifactTable.Map, cancellationToken);
            await foreach (var file in files.ConfigureAwait(false))
            {
                yield return file;
            }
        }
    }

    /// <summary>Lists the files other than frames that a pipeline wrote for a content, ordered by path.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="video">The id of the content.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<Artifact>> FilesAsync(string pipeline, string video, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync<IReadOnlyList<Artifact>>(c => ArtifactTable.List(c, pipeline, video), cancellationToken);

    /// <summary>
    /// Updates the decisions on frames, with their files, in one transaction. Frames that the catalog does not have are
    /// ignored. Add files before the call and delete files after it, so that a recorded file always exists.
    /// </summary>
    /// <param name="decided">The frames. Scores are not updated; null detections and values are not either. Enumerated once, while other writes wait.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The number of changed frames.</returns>
    /// <exception cref="ArgumentException">A number is not finite; no decision was applied.</exception>
    public Task<int> ApplyDecisionsAsync(IEnumerable<FrameRecord> decided, CancellationToken cancellationToken = default) =>
        WriteAsync(c => FrameTable.ApplyDecisions(c, decided), cancellationToken);

    /// <summary>Streams the files that dropped frames still have, grouped by folder.</summary>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<Artifact> DroppedFilesAsync(CancellationToken cancellationToken = default) =>
        _reader.StreamAsync(FrameTable.SelectDropped, ArtifactTable.Map, cancellationToken);

    /// <summary>Clears the recorded files of dropped frames, in one transaction. Delete the files after the call.</summary>
    /// <param name="paths">The paths; the path of a kept frame is ignored.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The number of cleared files.</returns>
    public Task<int> ForgetDroppedFilesAsync(IEnumerable<string> paths, CancellationToken cancellationToken = default) =>
        WriteAsync(c => FrameTable.ForgetDropped(c, paths), cancellationToken);

    /// <summary>
    /// Sets which videos have kept frames without a file. Done items of the given videos fail with the code; items of other
    /// videos that had failed with the code become done. Results stay in the library.
    /// </summary>
    /// <param name="code">The error code.</param>
    /// <param name="messages">The message for each video.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The items that changed from done to failed, ordered by source.</returns>
    public Task<IReadOnlyList<Item>> FailVideosAsync(string code, IReadOnlyDictionary<string, string> messages, CancellationToken cancellationToken = default) =>
        WriteAsync<IReadOnlyList<Item>>(c => ItemTable.FailVideos(c, code, messages), cancellationToken);

    /// <summary>Lists the contents of all items whose results are in the library, ordered by id, with their sources.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<VideoSources>> VideosAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadAsync<IReadOnlyList<VideoSources>>(FrameTable.ListVideos, cancellationToken);

    /// <summary>Records that a run begins.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="optionsJson">The options of the run, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The run's id, such as <c>20300101T000000000Z-1a2b3c</c>; ids sort by start time.</returns>
    public Task<string> BeginRunAsync(string pipeline, string optionsJson, CancellationToken cancellationToken = default) =>
        WriteAsync(
            c =>
            {
                var id = RunTable.NextId(c, _clock.GetUtcNow());
                RunTable.Begin(c, id, pipeline, optionsJson, Now);
                return id;
            },
            cancellationToken);

    /// <summary>Records that a run ended.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="state">The final state.</param>
    /// <param name="summaryJson">The summary of the run, as JSON.</param>
    /// <param name="timelineJson">The activity of the stages over time, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <exception cref="LibraryException">Also <c>run_unknown</c>.</exception>
    public Task FinishRunAsync(
        string runId, RunState state, string? summaryJson, string? timelineJson, CancellationToken cancellationToken = default) =>
        WriteAsync(
            c =>
            {
                RunTable.Finish(c, runId, state, summaryJson, timelineJson, Now);
                return true;
            },
            cancellationToken);

    /// <summary>Finds the most recently started run.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The run, or null when there was none.</returns>
    public Task<Run?> FindLastRunAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(static c => RunTable.FindLast(c, pipeline: null), cancellationToken);

    /// <summary>Finds the most recently started run of one pipeline.</summary>
    /// <param name="pipeline">The pipeline, such as <c>mine</c>.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The run, or null when there was none.</returns>
    public Task<Run?> FindLastRunAsync(string pipeline, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(c => RunTable.FindLast(c, pipeline), cancellationToken);

    /// <summary>Reads a setting of the library.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The value, or null when there is none.</returns>
    public Task<string?> SettingAsync(string key, CancellationToken cancellationToken = default) => _reader.ReadAsync(
        c => c.List("SELECT value FROM settings WHERE key = $key", r => r.GetString(0), ("$key", key)).FirstOrDefault(),
        cancellationToken);

    /// <summary>Writes a setting of the library, replacing an earlier value of the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task SetAsync(string key, string value, CancellationToken cancellationToken = default) => WriteAsync(
        c => c.Execute(
            "INSERT INTO settings (key, value) VALUES ($key, $value) ON CONFLICT DO UPDATE SET value = excluded.value",
            ("$key", key),
            ("$value", value)),
        cancellationToken);

    /// <summary>Counts the items, frames and files of the library in one snapshot.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<LibraryStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(StatusQuery.Read, cancellationToken);

    /// <summary>Checkpoints the write-ahead log and releases the lock for other processes. No call may be in progress.</summary>
    public ValueTask DisposeAsync()
    {
        CleanUp.Quietly(_connections.Dispose);
        _writer?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SqliteCatalog GuardOpen(string folder, Func<SqliteCatalog> open)
    {
        try
        {
            return open();
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, "Opening", Path.Combine(folder, LibraryLayout.Database));
        }
    }

    private bool Complete(SqliteConnection connection, string itemId, CatalogResult result, IReadOnlyList<FrameRecord>? frames)
    {
        var before = ItemTable.Find(connection, itemId)?.Video;
        AttemptTable.Complete(connection, itemId, result, Now);
        FrameTable.DropOrphans(connection, before);
        ArtifactTable.DropOrphans(connection, before);
        if (result.Files is not null)
        {
            ArtifactTable.Replace(connection, itemId, result.Video, result.Files);
        }

        if (frames is not null)
        {
            FrameTable.Replace(connection, result.Video, frames);
        }

        return true;
    }

    private IReadOnlyList<Item> Recover(SqliteConnection connection)
    {
        var interrupted = ItemTable.ListRunning(connection);
        foreach (var item in interrupted)
        {
            AttemptTable.Release(connection, item.Id, "interrupted", Now);
        }

        RunTable.Interrupt(connection, Now);
        return [.. interrupted.Select(i => i with { State = ItemState.Pending, UpdatedMs = Now })];
    }

    internal long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    internal Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) => _reader.ReadAsync(work, cancellationToken);

    internal IAsyncEnumerable<T> StreamAsync<T>(Func<SqliteConnection, SqliteCommand> select, Func<SqliteDataReader, T> map, CancellationToken cancellationToken) =>
        _reader.StreamAsync(select, map, cancellationToken);

    internal async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (LibraryException e) when (e.Code == SystemErrors.DiskFull && _waitForSpace is not null)
            {
                await _waitForSpace(e).ConfigureAwait(false);
            }
        }
    }

    private CatalogWriter Writer => _writer
        ?? throw new LibraryException("library_read_only", $"Writing to {Database}: it was opened for reading. Open it for writing.");
}

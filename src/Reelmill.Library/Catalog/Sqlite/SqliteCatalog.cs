using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Reelmill.Core;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Export;
using Reelmill.Library.Ownership;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>What a library knows: its items, their attempts, the frames made from them, and its runs.</summary>
/// <remarks>
/// Thread-safe. Writes run one after the other, each in one transaction; a write that returned survives the death of
/// the process and, as far as the disk keeps its word, the loss of power. Reads see what was committed when they began
/// and never wait for writes. One process at a time may have a library open for writing.
/// Every member throws <see cref="LibraryException"/>: <c>disk_full</c>, <c>library_io</c> (stop: later writes are
/// refused), <c>library_damaged</c>, and <c>library_read_only</c> for a write to a catalog that was opened for reading.
/// </remarks>
public sealed class SqliteCatalog : IAsyncDisposable
{
    private readonly Connections _connections;
    private readonly CatalogReader _reader;
    private readonly CatalogWriter? _writer;
    private readonly TimeProvider _clock;
    private readonly Func<LibraryException, Task>? _whenFull;

    private SqliteCatalog(string folder, Connections connections, CatalogWriter? writer, TimeProvider clock, Func<LibraryException, Task>? whenFull = null)
    {
        _whenFull = whenFull;
        Folder = folder;
        _connections = connections;
        _reader = new CatalogReader(Path.Combine(folder, LibraryLayout.Database), connections);
        _writer = writer;
        _clock = clock;
    }

    /// <summary>The library's folder, as a full path.</summary>
    public string Folder { get; }

    private string Database => Path.Combine(Folder, LibraryLayout.Database);

    /// <summary>Opens a library for writing, makes it when it is not there, and brings its schema up to date.</summary>
    /// <param name="folder">The library's folder; it need not exist.</param>
    /// <param name="clock">Where times come from; the system's clock by default.</param>
    /// <exception cref="LibraryException">
    /// <c>library_in_use</c> (names the process), <c>not_a_library</c> (nothing was touched), <c>library_newer</c>, <c>library_read_only</c>
    /// or <c>library_damaged</c>.
    /// </exception>
    public static SqliteCatalog Open(string folder, TimeProvider? clock = null) => Open(folder, clock, connect: null);

    /// <summary>Opens it with connections that a test makes, to see what comes of their faults.</summary>
    internal static SqliteCatalog Open(string folder, TimeProvider? clock, Func<string, SqliteConnection>? connect)
    {
        folder = Path.GetFullPath(folder);
        return Opening(folder, () =>
        {
            LibraryFolder.Require(folder);
            DiskArtifactStore.Guard("Making the library", folder, () => Directory.CreateDirectory(folder));
            var connections = new Connections(folder, connect);
            return new SqliteCatalog(folder, connections, CatalogWriter.Open(folder, connections), clock ?? TimeProvider.System);
        });
    }

    /// <summary>Opens a library for reading, whether another process writes to it or not. It takes no lock.</summary>
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
                $"Opening the library {folder}: there is none. Check the path, or run a pipeline to make a library.");
        }

        found.RequireUsable();
        return Opening(folder, () =>
        {
            var connections = new Connections(folder);
            using var connection = connections.OpenUnwritable();
            Schema.Check(connection, folder);
            return new SqliteCatalog(folder, connections, writer: null, TimeProvider.System);
        });
    }

    /// <summary>The same catalog, whose writes wait on a full disk and are done again. Dispose one of the two.</summary>
    /// <param name="whenFull">Waits until a write may succeed; throws when nobody wants to wait any longer.</param>
    public SqliteCatalog Waiting(Func<LibraryException, Task> whenFull) => new(Folder, _connections, _writer, _clock, whenFull);

    /// <summary>Adds the items that the catalog does not have, as pending, in one transaction.</summary>
    /// <param name="items">The items; those that are there already, in any state, keep it: only where they lie and what is said of them is brought up to date.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>How many were added.</returns>
    public Task<int> EnqueueAsync(IEnumerable<NewItem> items, CancellationToken cancellationToken = default) =>
        WriteAsync(c => ItemTable.Insert(c, items, Now), cancellationToken);

    /// <summary>Finds one item.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The item, or null when there is none.</returns>
    public Task<Item?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(c => ItemTable.Find(c, id), cancellationToken);

    /// <summary>Streams items in order of their source.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<Item> ItemsAsync(ItemFilter? filter = null, CancellationToken cancellationToken = default) =>
        _reader.StreamAsync(c => ItemTable.Select(c, filter ?? new ItemFilter()), ItemTable.Map, cancellationToken);

    /// <summary>Records that work on an item begins. Await it before the work, so that a crash counts as an attempt.</summary>
    /// <param name="itemId">An item that is not running; it becomes running and its last error is cleared.</param>
    /// <param name="runId">The run that works on it.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The attempt's number, from 1.</returns>
    /// <exception cref="LibraryException">Also <c>item_unknown</c> or <c>item_running</c>.</exception>
    public Task<int> BeginAttemptAsync(string itemId, string runId, CancellationToken cancellationToken = default) =>
        WriteAsync(c => AttemptTable.Begin(c, itemId, runId, Now), cancellationToken);

    /// <summary>Records that an item is done: its result, its frames and the end of its attempt, in one transaction.</summary>
    /// <param name="itemId">A running item.</param>
    /// <param name="result">What is kept about it.</param>
    /// <param name="frames">
    /// The frames that replace those of <see cref="CatalogResult.Video"/>, in any order; null leaves the video's frames alone,
    /// for pipelines that make none.
    /// </param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <exception cref="LibraryException">Also <c>item_not_running</c>.</exception>
    /// <exception cref="ArgumentException">A frame is of another video or has a number that is not finite.</exception>
    public Task CompleteAsync(
        string itemId, CatalogResult result, IReadOnlyList<FrameRecord>? frames, CancellationToken cancellationToken = default)
    {
        if (frames?.FirstOrDefault(f => f.Video != result.Video) is { } stranger)
        {
            throw new ArgumentException($"The frame {stranger.Video}/{stranger.TimeMs} is not of the video {result.Video}.", nameof(frames));
        }

        return WriteAsync(c => Complete(c, itemId, result, frames), cancellationToken);
    }

    /// <summary>Records that an item failed. What earlier attempts made of it stays in the library.</summary>
    /// <param name="itemId">A running item.</param>
    /// <param name="failure">Why.</param>
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

    /// <summary>Puts a running item back to pending, because its run was asked to stop.</summary>
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
    /// Cleans up after a process that died: its attempts and runs become interrupted and its items pending. Call it once,
    /// before any work.
    /// </summary>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The items, as they are now; <see cref="Item.Attempts"/> tells which have been tried too often.</returns>
    public Task<IReadOnlyList<Item>> RecoverAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(Recover, cancellationToken);

    /// <summary>Forgets items, because what they were made of is gone. None of them may be running.</summary>
    /// <param name="itemIds">The items' ids; enumerated once, while other writes wait.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>How many were forgotten.</returns>
    public Task<int> ForgetAsync(IEnumerable<string> itemIds, CancellationToken cancellationToken = default) => WriteAsync(
        c => itemIds.Sum(id =>
        {
            c.Execute("DELETE FROM attempts WHERE item = $id", ("$id", id));
            return c.Execute("DELETE FROM items WHERE id = $id", ("$id", id));
        }),
        cancellationToken);

    /// <summary>Lists the pipelines that have items, by name.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<string>> PipelinesAsync(CancellationToken cancellationToken = default) => _reader.ReadAsync<IReadOnlyList<string>>(
        static c => [.. c.List("SELECT DISTINCT pipeline FROM items", static r => r.GetString(0)).Order(StringComparer.Ordinal)], cancellationToken);

    /// <summary>Forgets all items of a pipeline, because what it made of them is dropped. None of them may be running.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>How many were forgotten.</returns>
    public Task<int> ForgetAsync(string pipeline, CancellationToken cancellationToken = default) => WriteAsync(
        c =>
        {
            c.Execute("DELETE FROM attempts WHERE item IN (SELECT id FROM items WHERE pipeline = $pipeline)", ("$pipeline", pipeline));
            return c.Execute("DELETE FROM items WHERE pipeline = $pipeline", ("$pipeline", pipeline));
        },
        cancellationToken);

    /// <summary>Reads what is known of an item's chunks, in order.</summary>
    /// <param name="itemId">The item's id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<ChunkRow>> ChunksAsync(string itemId, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync<IReadOnlyList<ChunkRow>>(c => ChunkTable.Of(c, itemId), cancellationToken);

    /// <summary>Records that work on a chunk begins. Await it before the work, so that a crash counts as an attempt.</summary>
    /// <param name="itemId">The item that the chunk is of.</param>
    /// <param name="sequence">Its place, from 0.</param>
    /// <param name="fingerprint">What decides its bytes; with another one than before, attempts count from 1 again.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The attempt's number, from 1.</returns>
    public Task<int> BeginChunkAsync(string itemId, int sequence, string fingerprint, CancellationToken cancellationToken = default) =>
        WriteAsync(c => ChunkTable.Begin(c, itemId, sequence, fingerprint), cancellationToken);

    /// <summary>Records that a chunk is done. Its file is in place and durable before.</summary>
    /// <param name="itemId">The item that the chunk is of.</param>
    /// <param name="sequence">Its place, from 0.</param>
    /// <param name="record">What is kept about it, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task CompleteChunkAsync(string itemId, int sequence, string record, CancellationToken cancellationToken = default) =>
        WriteAsync(c => ChunkTable.Complete(c, itemId, sequence, record), cancellationToken);

    /// <summary>Forgets an item's chunks from one place on, because it has fewer now.</summary>
    /// <param name="itemId">The item that the chunks are of.</param>
    /// <param name="count">How many stay.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>How many were forgotten.</returns>
    public Task<int> TrimChunksAsync(string itemId, int count, CancellationToken cancellationToken = default) =>
        WriteAsync(c => ChunkTable.Trim(c, itemId, count), cancellationToken);

    /// <summary>Streams the frames of all items that the library has, done or failed when they were done again, in order of video and time.</summary>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<FrameRecord> FramesAsync(CancellationToken cancellationToken = default) =>
        _reader.StreamAsync(FrameTable.Select, FrameColumns.Map, cancellationToken);

    /// <summary>Lists the frames of one video in the order of their times.</summary>
    /// <param name="video">The id of its content.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<FrameRecord>> FramesOfAsync(string video, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync<IReadOnlyList<FrameRecord>>(c => FrameTable.Of(c, video), cancellationToken);

    /// <summary>Streams the same frames with their sources, in order of video and time, from one moment.</summary>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<FrameEntry> EntriesAsync(CancellationToken cancellationToken = default) =>
        _reader.FramesAsync(
            static c => FrameTable.Videos(c).ToDictionary(static v => v.Video, static v => v.Source, StringComparer.Ordinal),
            static (source, frame) => new FrameEntry(source, frame),
            cancellationToken);

    /// <summary>Streams the same frames with what is known of their inputs too.</summary>
    internal IAsyncEnumerable<ExportRow> ExportRowsAsync(CancellationToken cancellationToken) => _reader.FramesAsync(
        FrameTable.Inputs, static (input, frame) => new ExportRow(new FrameEntry(input.Source, frame), input.Facts), cancellationToken);

    /// <summary>Streams every file that the catalog names, those of items that are being done again included, folder by folder.</summary>
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

    /// <summary>Lists the files that a pipeline made of a content, frames apart, by path.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="video">The content.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<Artifact>> FilesAsync(string pipeline, string video, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync<IReadOnlyList<Artifact>>(c => ArtifactTable.Of(c, pipeline, video), cancellationToken);

    /// <summary>
    /// Takes new decisions on frames, and their files, in one transaction; frames that the catalog does not have are left
    /// out. Add files before, and remove them after, so that a file that the catalog names is always there.
    /// </summary>
    /// <param name="decided">The frames, of which scores stay as they are, and detections and values too where they are null; enumerated once, while other writes wait.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>How many frames changed.</returns>
    /// <exception cref="ArgumentException">A number is not finite; then no decision was applied.</exception>
    public Task<int> ApplyDecisionsAsync(IEnumerable<FrameRecord> decided, CancellationToken cancellationToken = default) =>
        WriteAsync(c => FrameTable.Decide(c, decided), cancellationToken);

    /// <summary>Streams the files that dropped frames still have, folder by folder.</summary>
    /// <param name="cancellationToken">Stops the stream.</param>
    public IAsyncEnumerable<Artifact> DroppedFilesAsync(CancellationToken cancellationToken = default) =>
        _reader.StreamAsync(FrameTable.SelectDropped, ArtifactTable.Map, cancellationToken);

    /// <summary>Forgets files of dropped frames, in one transaction. Remove them from the disk after it.</summary>
    /// <param name="paths">Their paths; that of a frame which is kept is left alone.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>How many were forgotten.</returns>
    public Task<int> ForgetDroppedFilesAsync(IEnumerable<string> paths, CancellationToken cancellationToken = default) =>
        WriteAsync(c => FrameTable.ForgetDropped(c, paths), cancellationToken);

    /// <summary>
    /// Says of which videos kept frames have no file, for this reason and no other: their done items fail with it, and items
    /// that had failed with its code are done again. What was made of them stays in the library.
    /// </summary>
    /// <param name="code">The failure's code.</param>
    /// <param name="messages">The failure's message for each video.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The items that failed now and were done before, by source.</returns>
    public Task<IReadOnlyList<Item>> FailVideosAsync(string code, IReadOnlyDictionary<string, string> messages, CancellationToken cancellationToken = default) =>
        WriteAsync<IReadOnlyList<Item>>(c => ItemTable.FailVideos(c, code, messages), cancellationToken);

    /// <summary>Lists the content of all items that the library has, by id, with the sources that have it.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<VideoSources>> VideosAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadAsync<IReadOnlyList<VideoSources>>(FrameTable.Videos, cancellationToken);

    /// <summary>Records that a run begins.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="optionsJson">Its options, as JSON.</param>
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
    /// <param name="state">How it ended.</param>
    /// <param name="summaryJson">What came of it, as JSON.</param>
    /// <param name="timelineJson">What its stages did over time, as JSON.</param>
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

    /// <summary>Finds the run that began last.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The run, or null when there was none.</returns>
    public Task<Run?> LastRunAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(static c => RunTable.Last(c, pipeline: null), cancellationToken);

    /// <summary>Finds the run of one pipeline that began last.</summary>
    /// <param name="pipeline">The pipeline, such as <c>mine</c>.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The run, or null when there was none.</returns>
    public Task<Run?> LastRunOfAsync(string pipeline, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(c => RunTable.Last(c, pipeline), cancellationToken);

    /// <summary>Gives what the library remembers under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The value, or null when there is none.</returns>
    public Task<string?> SettingAsync(string key, CancellationToken cancellationToken = default) => _reader.ReadAsync(
        c => c.List("SELECT value FROM settings WHERE key = $key", r => r.GetString(0), ("$key", key)).FirstOrDefault(),
        cancellationToken);

    /// <summary>Makes the library remember a value; an older one of the same key is replaced.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task SetAsync(string key, string value, CancellationToken cancellationToken = default) => WriteAsync(
        c => c.Execute(
            "INSERT INTO settings (key, value) VALUES ($key, $value) ON CONFLICT DO UPDATE SET value = excluded.value",
            ("$key", key),
            ("$value", value)),
        cancellationToken);

    /// <summary>Counts what the library holds, at one moment.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<LibraryStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(StatusQuery.Read, cancellationToken);

    /// <summary>Folds the log into the database and lets other processes write. No call may be under way.</summary>
    public ValueTask DisposeAsync()
    {
        CleanUp.Quietly(_connections.Dispose);
        _writer?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SqliteCatalog Opening(string folder, Func<SqliteCatalog> open)
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
        var interrupted = ItemTable.Running(connection);
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
            catch (LibraryException e) when (e.Code == SystemErrors.DiskFull && _whenFull is not null)
            {
                await _whenFull(e).ConfigureAwait(false);
            }
        }
    }

    private CatalogWriter Writer => _writer
        ?? throw new LibraryException("library_read_only", $"Writing to {Database}: it was opened for reading. Open it for writing.");
}

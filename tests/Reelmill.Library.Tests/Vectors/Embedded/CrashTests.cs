using Reelmill.Library.Vectors.Embedded;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>Each test reproduces the files that a crash of the process or the machine leaves at one moment.</summary>
public sealed class CrashTests : EmbeddedFixture, IAsyncLifetime
{
    private static readonly EmbeddedOptions OneSegment = SmallOptions with { SegmentBytes = 1 << 20 };

    private EmbeddedStore? _running;

    public async ValueTask InitializeAsync() => await Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_last_block_truncated_anywhere_is_dropped_completely_and_writing_continues(bool zeros)
    {
        var (before, after, begin, end) = await WriteBatchesAsync();
        for (var cut = begin; cut < end; cut += 61)
        {
            var library = CopyLibrary($"cut-{cut}");
            Truncate(GetSegmentPath(library), cut, zeros ? null : end);

            // Truncating the zeros at the end of the block loses no data.
            (await ReadAsync(library)).ShouldBeOneOf(cut < end - BlockHeader.Size ? [before] : [before, after]);
            (await RepeatLastBatchAsync(library)).ShouldBe(after);
            (await ReadAsync(library)).ShouldBe(after);
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_an_uncommitted_last_block_drops_the_block_completely()
    {
        var (before, after, begin, end) = await WriteBatchesAsync();
        for (var at = begin; at < end; at += 13)
        {
            var library = CopyLibrary($"flip-{at}");
            FlipBit(GetSegmentPath(library), at);

            (await ReadAsync(library)).ShouldBeOneOf(before, after);
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_an_older_block_is_reported_as_damage_and_never_changes_a_result()
    {
        var (_, after, begin, _) = await WriteBatchesAsync();
        var damageCount = 0;
        for (var at = 0L; at < begin; at += 13)
        {
            var library = CopyLibrary($"flip-{at}");
            FlipBit(GetSegmentPath(library), at);
            damageCount += await CountDamageAsync(library, after);
        }

        damageCount.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_flipped_bit_after_a_clean_close_is_reported_as_damage_and_never_changes_a_result()
    {
        var (_, after, _, end) = await WriteBatchesAsync(close: true);
        var damageCount = 0;
        for (var at = 0L; at < end; at += 7)
        {
            var library = CopyLibrary($"flip-{at}");
            FlipBit(GetSegmentPath(library), at);
            damageCount += await CountDamageAsync(library, after);
        }

        damageCount.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task The_next_write_removes_an_unfinished_segment_and_no_other_file()
    {
        var (_, after, _, _) = await WriteBatchesAsync();
        var unfinished = Path.Combine(GetFolder(Library), CollectionFile.SegmentName(2));
        File.Copy(GetSegmentPath(Library), unfinished);
        File.Copy(GetSegmentPath(Library), Path.Combine(GetFolder(Library), CollectionFile.SegmentName(3)));
        File.Copy(GetSegmentPath(Library), Path.Combine(GetFolder(Library), "segment-copy.vectors"));
        var library = CopyLibrary("unfinished");
        var path = Path.Combine(GetFolder(library), CollectionFile.FileName);
        await File.WriteAllBytesAsync(path, (CollectionFile.Parse(path, await File.ReadAllBytesAsync(path)) with { Removable = [2] }).ToJson());

        (await ReadAsync(library)).ShouldBe(after);
        await RepeatLastBatchAsync(library);

        File.Exists(Path.Combine(GetFolder(library), Path.GetFileName(unfinished))).ShouldBeFalse();
        File.Exists(Path.Combine(GetFolder(library), CollectionFile.SegmentName(3))).ShouldBeTrue();
        File.Exists(Path.Combine(GetFolder(library), "segment-copy.vectors")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_missing_segment_is_reported_as_damage()
    {
        await WriteBatchesAsync(close: true);
        var library = CopyLibrary("missing");
        File.Delete(GetSegmentPath(library));

        (await CountDamageAsync(library, "")).ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"format\":1")]
    public async Task An_incomplete_collection_file_is_reported_as_damage(string text)
    {
        await WriteBatchesAsync(close: true);
        var library = CopyLibrary("file");
        await File.WriteAllTextAsync(Path.Combine(GetFolder(library), CollectionFile.FileName), text);

        (await CountDamageAsync(library, "")).ShouldBe(1);
    }

    /// <summary>Writes four batches; returns the content before and after the last one, and the range of the last block.</summary>
    private async Task<(string Before, string After, long Begin, long End)> WriteBatchesAsync(bool close = false)
    {
        var store = await OpenAsync(Library, OneSegment);
        for (var i = 0; i < 3; i++)
        {
            await store.UpsertAsync(Name, CreateBatch(i), default);
        }

        var (before, begin) = (await DumpAsync(store), FindEnd(GetSegmentPath(Library)));
        await store.UpsertAsync(Name, CreateBatch(3), default);
        var (after, end) = (await DumpAsync(store), FindEnd(GetSegmentPath(Library)));
        if (close)
        {
            await store.DisposeAsync();
        }
        else
        {
            // The store stays open, so that its files are as a kill would leave them.
            _running = store;
        }

        end.ShouldBeGreaterThan(begin);
        return (before, after, begin, end);
    }

    private static string GetSegmentPath(string library) => Path.Combine(GetFolder(library), CollectionFile.SegmentName(1));

    private static long FindEnd(string path)
    {
        using var map = SegmentMap.Open(path);
        return new SegmentScanner(BlockHeader.GetStride(Dimension), thorough: true).Scan(new VectorSegment(1, map), 0).Length;
    }

    private static async Task<string> ReadAsync(string library)
    {
        await using var store = new EmbeddedStore(library, OneSegment);
        return await DumpAsync(store);
    }

    private static async Task<string> RepeatLastBatchAsync(string library)
    {
        await using var store = new EmbeddedStore(library, OneSegment);
        await store.UpsertAsync(Name, CreateBatch(3), default);
        return await DumpAsync(store);
    }

    private static async Task<int> CountDamageAsync(string library, string after)
    {
        try
        {
            (await ReadAsync(library)).ShouldBe(after);
            return 0;
        }
        catch (LibraryException e)
        {
            e.Code.ShouldBe("library_damaged");
            return 1;
        }
    }

    private static void Truncate(string path, long at, long? keepZerosTo)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var length = RandomAccess.GetLength(file);
        if (keepZerosTo is { } end)
        {
            RandomAccess.Write(file, new byte[end - at], at);
        }
        else
        {
            RandomAccess.SetLength(file, at);
            RandomAccess.SetLength(file, Math.Min(length, at + 10));
        }
    }

    private static void FlipBit(string path, long at)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var buffer = new byte[1];
        RandomAccess.Read(file, buffer, at);
        buffer[0] ^= (byte)(1 << (int)(at % 8));
        RandomAccess.Write(file, buffer, at);
    }
}

using Reelmill.Library.Vectors.Embedded;

namespace Reelmill.Library.Tests.Vectors.Embedded;

/// <summary>Each test builds what the disk looks like when the process, or the machine, dies at one moment.</summary>
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
    public async Task A_last_block_that_is_cut_anywhere_is_dropped_whole_and_writing_goes_on(bool zeros)
    {
        var (before, whole, begin, end) = await WriteBatchesAsync();
        for (var cut = begin; cut < end; cut += 61)
        {
            var library = CopyLibrary($"cut-{cut}");
            Truncate(GetSegmentPath(library), cut, zeros ? null : end);

            // A cut through the zeros at its end takes nothing away.
            (await ReadAsync(library)).ShouldBeOneOf(cut < end - BlockHeader.Size ? [before] : [before, whole]);
            (await RepeatLastBatchAsync(library)).ShouldBe(whole);
            (await ReadAsync(library)).ShouldBe(whole);
        }
    }

    [Fact]
    public async Task A_bit_that_changes_in_the_last_block_before_it_was_vouched_for_drops_it_whole()
    {
        var (before, whole, begin, end) = await WriteBatchesAsync();
        for (var at = begin; at < end; at += 13)
        {
            var library = CopyLibrary($"flip-{at}");
            FlipBit(GetSegmentPath(library), at);

            (await ReadAsync(library)).ShouldBeOneOf(before, whole);
        }
    }

    [Fact]
    public async Task A_bit_that_changes_in_an_older_block_is_damage_and_never_another_result()
    {
        var (_, whole, begin, _) = await WriteBatchesAsync();
        var damages = 0;
        for (var at = 0L; at < begin; at += 13)
        {
            var library = CopyLibrary($"flip-{at}");
            FlipBit(GetSegmentPath(library), at);
            damages += await CountDamageAsync(library, whole);
        }

        damages.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_bit_that_changes_in_what_was_closed_in_order_is_damage_and_never_another_result()
    {
        var (_, whole, _, end) = await WriteBatchesAsync(close: true);
        var damages = 0;
        for (var at = 0L; at < end; at += 7)
        {
            var library = CopyLibrary($"flip-{at}");
            FlipBit(GetSegmentPath(library), at);
            damages += await CountDamageAsync(library, whole);
        }

        damages.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_segment_that_the_collection_was_about_to_write_is_swept_by_the_next_write_and_no_other()
    {
        var (_, whole, _, _) = await WriteBatchesAsync();
        var stray = Path.Combine(GetFolder(Library), CollectionFile.SegmentName(2));
        File.Copy(GetSegmentPath(Library), stray);
        File.Copy(GetSegmentPath(Library), Path.Combine(GetFolder(Library), CollectionFile.SegmentName(3)));
        File.Copy(GetSegmentPath(Library), Path.Combine(GetFolder(Library), "segment-copy.vectors"));
        var library = CopyLibrary("stray");
        var path = Path.Combine(GetFolder(library), CollectionFile.FileName);
        await File.WriteAllBytesAsync(path, (CollectionFile.Parse(path, await File.ReadAllBytesAsync(path)) with { Removable = [2] }).ToJson());

        (await ReadAsync(library)).ShouldBe(whole);
        await RepeatLastBatchAsync(library);

        File.Exists(Path.Combine(GetFolder(library), Path.GetFileName(stray))).ShouldBeFalse();
        File.Exists(Path.Combine(GetFolder(library), CollectionFile.SegmentName(3))).ShouldBeTrue();
        File.Exists(Path.Combine(GetFolder(library), "segment-copy.vectors")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_segment_that_is_missing_is_damage()
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
    public async Task A_file_of_the_collection_that_is_not_whole_is_damage(string text)
    {
        await WriteBatchesAsync(close: true);
        var library = CopyLibrary("file");
        await File.WriteAllTextAsync(Path.Combine(GetFolder(library), CollectionFile.FileName), text);

        (await CountDamageAsync(library, "")).ShouldBe(1);
    }

    /// <summary>Four batches; gives what was there before the last one and after it, and where the last one is.</summary>
    private async Task<(string Before, string Whole, long Begin, long End)> WriteBatchesAsync(bool close = false)
    {
        var store = await OpenAsync(Library, OneSegment);
        for (var i = 0; i < 3; i++)
        {
            await store.UpsertAsync(Name, CreateBatch(i), default);
        }

        var (before, begin) = (await DumpAsync(store), FindEnd(GetSegmentPath(Library)));
        await store.UpsertAsync(Name, CreateBatch(3), default);
        var (whole, end) = (await DumpAsync(store), FindEnd(GetSegmentPath(Library)));
        if (close)
        {
            await store.DisposeAsync();
        }
        else
        {
            // It stays open, so that its files are as a kill would leave them.
            _running = store;
        }

        end.ShouldBeGreaterThan(begin);
        return (before, whole, begin, end);
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

    private static async Task<int> CountDamageAsync(string library, string whole)
    {
        try
        {
            (await ReadAsync(library)).ShouldBe(whole);
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
        var one = new byte[1];
        RandomAccess.Read(file, one, at);
        one[0] ^= (byte)(1 << (int)(at % 8));
        RandomAccess.Write(file, one, at);
    }
}

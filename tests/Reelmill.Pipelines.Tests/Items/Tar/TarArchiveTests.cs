using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Items.Tar;

public sealed class TarArchiveTests(ITestOutputHelper output) : IDisposable
{
    private static readonly byte[] Image = Encoding.UTF8.GetBytes("image!!");
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Hostile members, each between two valid ones, with a part of the expected message; an empty string means that the member is accepted.</summary>
    public static TheoryData<string, string> Hostile() => new()
    {
        { "base-256 size of 8 GiB", "declares 8589934592 bytes" },
        { "base-256 size that is negative", "invalid size" },
        { "base-256 size of 2^95", "invalid size" },
        { "octal size that is malformed", "invalid size" },
        { "octal size of 8 GiB", "declares 8589934591 bytes" },
        { "base-256 mode", "" },
        { "base-256 uid", "" },
        { "base-256 mtime", "" },
        { "mode that is malformed", "" },
        { "uid that is malformed", "" },
        { "mtime that is malformed", "" },
        { "pax size that is negative", "invalid size" },
        { "pax size of 2^63", "invalid size" },
        { "pax size of 8 GiB", "declares 8589934592 bytes" },
        { "pax size that is correct", "" },
        { "pax record without an end", "malformed" },
        { "pax record of a huge length", "malformed" },
        { "pax header of 8 GiB", "extended header" },
        { "pax mtime that is malformed", "" },
        { "GNU long name", "" },
        { "GNU long name of 8 GiB", "extended header" },
        { "name of 5000 bytes", "not UTF-8 of up to 4096" },
        { "name that is not UTF-8", "not UTF-8" },
        { "symbolic link", "a link" },
        { "hard link", "a link" },
        { "device", "a device" },
        { "named pipe", "a named pipe" },
        { "GNU sparse file", "sparse" },
        { "pax sparse file", "sparse" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_member_fails_alone_and_its_neighbors_are_read(string kind, string message)
    {
        var tar = new TarBytes().Add("a.jpg", Image);
        AddHostile(tar, kind);
        var all = ListMembers(tar.Add("z.jpg", Image).End());
        all.Count.ShouldBe(3, kind);
        (all[0].Problem, all[2].Problem).ShouldBe((null, null));
        (Path.GetFileName(all[0].Source), Path.GetFileName(all[2].Source)).ShouldBe(("a.jpg", "z.jpg"));
        if (message.Length == 0)
        {
            all[1].Problem.ShouldBeNull();
        }
        else
        {
            all[1].Problem.ShouldNotBeNull().Code.ShouldBe("bad_archive");
            all[1].Problem!.Message.ShouldContain(message);
        }

        output.WriteLine($"hostile members tried: {Hostile().Count}");
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public async Task Archives_of_another_writer_are_read_in_every_format(TarEntryFormat format)
    {
        var longName = format == TarEntryFormat.V7 ? "d/long.jpg" : $"{new string('d', 90)}/{new string('n', 90)}.jpg";
        await using (var file = File.Create(_folder["all.tar"]))
        await using (var writer = new TarWriter(file, format))
        {
            foreach (var (name, text) in new[] { ("a.jpg", "one"), (longName, "two"), ("c.json", "{\"id\":7,\"none\":null}"), ("c.PNG", "three"), ("c.txt", " words \n"), ("d.mp4", "no image") })
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                await writer.WriteEntryAsync(entry);
            }
        }

        var all = TarArchive.ListMembers(new MediaInput(_folder["all.tar"], InputKind.File, MediaInput.NoMetadata)).ToArray();
        all.Select(static i => TarArchive.Split(i.Source)!.Value.Member).ShouldBe(["a.jpg", longName, "c.PNG"]);
        all[2].Metadata.OrderBy(static m => m.Key, StringComparer.Ordinal).Select(static m => (m.Key, m.Value)).ShouldBe([("id", "7"), ("txt", "words")]);
        var extractor = new TarExtractor(_ => Task.FromResult(_folder[Path.GetRandomFileName()]));
        (await File.ReadAllTextAsync((await extractor.ExtractAsync(_folder["all.tar"], longName, default)).Path)).ShouldBe("two");
        (await File.ReadAllTextAsync((await extractor.ExtractAsync(_folder["all.tar"], "c.PNG", default)).Path)).ShouldBe("three");
    }

    [Fact]
    public void A_truncated_archive_lists_the_members_before_the_cut_and_reports_the_damage()
    {
        var whole = new TarBytes().Add("a.jpg", Image).AddPax("b.jpg", Image, ("comment", "x")).Add("c.jpg", new byte[2000]).ToArray();
        for (var length = 0; length < whole.Length; length += 61)
        {
            var all = ListMembers(new TarBytes().Raw(whole[..length]));
            all.ShouldNotBeEmpty();
            all.Count(static i => i.Problem is null).ShouldBe(length switch { < 519 => 0, < 2567 => 1, < 5584 => 2, _ => 3 }, $"truncated at {length}");
        }

        output.WriteLine($"cuts tried: {(whole.Length + 60) / 61}");
    }

    [Fact]
    public void Random_bytes_an_empty_archive_and_one_without_images_each_give_one_failure()
    {
        var random = new byte[10_000];
        new Random(1).NextBytes(random);
        ListMembers(new TarBytes().Raw(random)).ShouldHaveSingleItem().Problem.ShouldNotBeNull().Code.ShouldBe("bad_archive");
        ListMembers(new TarBytes()).ShouldHaveSingleItem().Problem.ShouldNotBeNull().Code.ShouldBe("not_found");
        ListMembers(new TarBytes().End()).ShouldHaveSingleItem().Problem.ShouldNotBeNull().Code.ShouldBe("not_found");
        ListMembers(new TarBytes().Add("a.txt", Image).Add("d/", [], '5').End()).ShouldHaveSingleItem().Problem.ShouldNotBeNull().Code.ShouldBe("not_found");
    }

    [Fact]
    public void No_change_of_header_bytes_crashes_the_listing()
    {
        var whole = new TarBytes().Add("a.jpg", Image).AddPax("b.jpg", Image, ("path", "b.jpg")).AddLong("c.jpg", Image).Add("a.json", "{}"u8.ToArray()).End().ToArray();
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = whole.ToArray();
            for (var n = 0; n < 1 + (i % 4); n++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(_folder["mutant.tar"], bytes);
            TarArchive.ListMembers(new MediaInput(_folder["mutant.tar"], InputKind.File, MediaInput.NoMetadata)).Count().ShouldBeInRange(1, 8);
        }
    }

    [Fact]
    public void An_archive_of_100000_members_is_listed_with_little_memory()
    {
        const int Members = 100_000;
        using (var file = File.Create(_folder["many.tar"]))
        {
            for (var i = 0; i < Members; i++)
            {
                file.Write(new TarBytes().Add($"{i:000000}.jpg", Image).ToArray());
            }
        }

        var archive = new MediaInput(_folder["many.tar"], InputKind.File, MediaInput.NoMetadata);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var members = TarArchive.ListMembers(archive).GetEnumerator();
        members.MoveNext().ShouldBeTrue();
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(64 << 20);
        var count = 1;
        while (members.MoveNext())
        {
            count++;
        }

        count.ShouldBe(Members);
    }

    [Fact]
    public async Task A_member_of_hundreds_of_megabytes_is_extracted_with_a_small_buffer()
    {
        const long Bytes = 400L << 20;
        using (var file = File.Create(_folder["large.tar"]))
        {
            file.Write(new TarBytes().Add("a.png", [], change: header => Encoding.ASCII.GetBytes(Convert.ToString(Bytes, 8).PadLeft(11, '0')).CopyTo(header, 124)).ToArray());
            file.SetLength(512 + Bytes);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var copy = await new TarExtractor(_ => Task.FromResult(_folder["copy"])).ExtractAsync(_folder["large.tar"], "a.png", default);
        copy.Bytes.ShouldBe(Bytes);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(32 << 20);
    }

    [Fact]
    public async Task A_member_of_an_archive_that_changed_after_it_was_scanned_fails()
    {
        File.WriteAllBytes(_folder["a.tar"], new TarBytes().Add("a.jpg", Image).Add("b.jpg", Image).End().ToArray());
        var extractor = new TarExtractor(_ => Task.FromResult(_folder[Path.GetRandomFileName()]));
        await extractor.ExtractAsync(_folder["a.tar"], "a.jpg", default);
        File.WriteAllBytes(_folder["a.tar"], new TarBytes().Add("c.jpg", new byte[5000]).Add("b.jpg", Image).End().ToArray());
        (await Should.ThrowAsync<Core.ItemException>(extractor.ExtractAsync(_folder["a.tar"], "b.jpg", default))).Code.ShouldBe("source_changed");
    }

    [Fact]
    public void A_text_that_is_not_UTF8_fails_only_its_image()
    {
        var all = ListMembers(new TarBytes().Add("a.jpg", Image).Add("a.txt", [0xe9]).Add("b.jpg", Image).Add("b.txt", "é"u8.ToArray()).End());
        all[0].Problem.ShouldNotBeNull().Code.ShouldBe("bad_input");
        all[1].Metadata["txt"].ShouldBe("é");
    }

    private static void AddHostile(TarBytes tar, string kind)
    {
        const string Name = "m.jpg";
        _ = kind switch
        {
            "base-256 size of 8 GiB" => tar.Add(Name, [], change: TarBytes.Base256(124, 12, 2, 0, 0, 0, 0)),
            "base-256 size that is negative" => tar.Add(Name, [], change: TarBytes.Fill(124, 12, 0xff)),
            "base-256 size of 2^95" => tar.Add(Name, [], change: TarBytes.Base256(124, 12, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
            "octal size that is malformed" => tar.Add(Name, [], change: TarBytes.Fill(124, 12, (byte)'9')),
            "octal size of 8 GiB" => tar.Add(Name, [], change: TarBytes.Fill(124, 11, (byte)'7')),
            "base-256 mode" => tar.Add(Name, Image, change: TarBytes.Fill(100, 8, 0xff)),
            "base-256 uid" => tar.Add(Name, Image, change: TarBytes.Base256(108, 8, 0xff, 0xff, 0xff, 0xff, 0xff)),
            "base-256 mtime" => tar.Add(Name, Image, change: TarBytes.Fill(136, 12, 0xff)),
            "mode that is malformed" => tar.Add(Name, Image, change: TarBytes.Fill(100, 8, (byte)'x')),
            "uid that is malformed" => tar.Add(Name, Image, change: TarBytes.Fill(108, 8, (byte)'-')),
            "mtime that is malformed" => tar.Add(Name, Image, change: TarBytes.Fill(136, 12, (byte)'z')),
            "pax size that is negative" => tar.AddPax(Name, Image, ("size", "-1")),
            "pax size of 2^63" => tar.AddPax(Name, Image, ("size", "9223372036854775808")),
            "pax size of 8 GiB" => tar.AddPax(Name, [], ("size", "8589934592")),
            "pax size that is correct" => tar.AddPax(Name, Image, ("size", "7")),
            "pax record without an end" => tar.Add("pax", "30 path=other.jpg"u8.ToArray(), 'x').Add(Name, Image),
            "pax record of a huge length" => tar.Add("pax", "99999999999999999999 path=x\n"u8.ToArray(), 'x').Add(Name, Image),
            "pax header of 8 GiB" => tar.Add("pax", [], 'x', TarBytes.Fill(124, 11, (byte)'7')).Add(Name, Image),
            "pax mtime that is malformed" => tar.AddPax(Name, Image, ("mtime", "-1e999"), ("uid", "-5"), ("atime", "x")),
            "GNU long name" => tar.AddLong(new string('n', 300) + "/m.jpg", Image),
            "GNU long name of 8 GiB" => tar.Add("././@LongLink", [], 'L', TarBytes.Fill(124, 11, (byte)'7')).Add(Name, Image),
            "name of 5000 bytes" => tar.AddPax(Name, Image, ("path", new string('n', 5000) + ".jpg")),
            "name that is not UTF-8" => tar.Add(Name, Image, change: static header => header[0] = 0xe9),
            "symbolic link" => tar.Add(Name, [], '2'),
            "hard link" => tar.Add(Name, [], '1'),
            "device" => tar.Add(Name, [], '3'),
            "named pipe" => tar.Add(Name, [], '6'),
            "GNU sparse file" => tar.Add(Name, Image, 'S', static header => header[482] = 0),
            "pax sparse file" => tar.AddPax(Name, Image, ("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0")),
            _ => throw new UnreachableException(kind),
        };
    }

    private List<MediaInput> ListMembers(TarBytes tar)
    {
        File.WriteAllBytes(_folder["a.tar"], tar.ToArray());
        return [.. TarArchive.ListMembers(new MediaInput(_folder["a.tar"], InputKind.File, MediaInput.NoMetadata))];
    }
}

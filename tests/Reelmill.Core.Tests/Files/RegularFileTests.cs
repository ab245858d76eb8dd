using Reelmill.Core.Files;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Files;

public sealed class RegularFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Kinds() => new(SpecialFiles.Kinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_no_regular_file_is_refused_at_once_and_by_its_kind(string kind)
    {
        var path = SpecialFiles.Make(kind, _folder["film.mp4"]);
        RegularFile.FaultOf(path).ShouldNotBeNull().Text.ShouldContain(SpecialFiles.GetDescription(kind));
        RegularFile.Exists(path).ShouldBeFalse();
        RegularFile.StampOf(path).ShouldBeNull();
        Should.Throw<IOException>(() => RegularFile.Open(path)).Message.ShouldContain(SpecialFiles.GetDescription(kind));
        Should.Throw<IOException>(() => RegularFile.ReadAllBytes(path));
    }

    [Fact]
    public void A_regular_file_is_read_also_through_a_link()
    {
        File.WriteAllText(_folder["a"], "text");
        File.CreateSymbolicLink(_folder["b"], "a");
        RegularFile.FaultOf(_folder["b"]).ShouldBeNull();
        RegularFile.ReadAllBytes(_folder["b"]).ShouldBe("text"u8.ToArray());
        using var reader = RegularFile.OpenText(_folder["b"]);
        reader.ReadToEnd().ShouldBe("text");
    }

    [Fact]
    public void A_stamp_has_size_time_of_change_and_inode_of_what_a_link_leads_to()
    {
        File.WriteAllText(_folder["a"], "text");
        File.SetLastWriteTimeUtc(_folder["a"], DateTime.UnixEpoch.AddSeconds(5).AddTicks(7));
        File.CreateSymbolicLink(_folder["b"], "a");
        var stamp = RegularFile.StampOf(_folder["b"]).ShouldNotBeNull();
        (stamp.Bytes, stamp.ModifiedNs).ShouldBe((4, 5_000_000_700));
        using (var file = RegularFile.Open(_folder["a"]))
        {
            RegularFile.StampOf(file).ShouldBe(stamp);
        }

        File.Copy(_folder["a"], _folder["c"]);
        File.Move(_folder["c"], _folder["a"], overwrite: true);
        File.SetLastWriteTimeUtc(_folder["a"], DateTime.UnixEpoch.AddSeconds(5).AddTicks(7));
        RegularFile.StampOf(_folder["a"]).ShouldNotBe(stamp);
    }

    [Fact]
    public void A_missing_file_is_told_from_one_in_a_file()
    {
        File.WriteAllText(_folder["a"], "");
        RegularFile.FaultOf(_folder["gone"]).ShouldNotBeNull().ShouldBe(new FileFault(FileFaultKind.Missing, "there is no such file"));
        RegularFile.FaultOf(_folder["a/b"]).ShouldNotBeNull().Kind.ShouldBe(FileFaultKind.Missing);
        RegularFile.FaultOf(_folder[new string('x', 300)]).ShouldNotBeNull().Kind.ShouldBe(FileFaultKind.Missing);
        Should.Throw<FileNotFoundException>(() => RegularFile.Open(_folder["gone"]));
    }
}

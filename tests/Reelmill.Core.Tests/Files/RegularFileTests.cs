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
    public void A_path_that_is_not_a_regular_file_is_refused_at_once_with_its_kind(string kind)
    {
        var path = SpecialFiles.Make(kind, _folder["film.mp4"]);
        RegularFile.FindFault(path).ShouldNotBeNull().Text.ShouldContain(SpecialFiles.GetDescription(kind));
        RegularFile.Exists(path).ShouldBeFalse();
        RegularFile.GetStamp(path).ShouldBeNull();
        Should.Throw<IOException>(() => RegularFile.Open(path)).Message.ShouldContain(SpecialFiles.GetDescription(kind));
        Should.Throw<IOException>(() => RegularFile.ReadAllBytes(path));
    }

    [Fact]
    public void A_regular_file_is_read_through_a_link()
    {
        File.WriteAllText(_folder["a"], "text");
        File.CreateSymbolicLink(_folder["b"], "a");
        RegularFile.FindFault(_folder["b"]).ShouldBeNull();
        RegularFile.ReadAllBytes(_folder["b"]).ShouldBe("text"u8.ToArray());
        using var reader = RegularFile.OpenText(_folder["b"]);
        reader.ReadToEnd().ShouldBe("text");
    }

    [Fact]
    public void A_stamp_has_the_size_modification_time_and_inode_of_the_target_of_a_link()
    {
        File.WriteAllText(_folder["a"], "text");
        File.SetLastWriteTimeUtc(_folder["a"], DateTime.UnixEpoch.AddSeconds(5).AddTicks(7));
        File.CreateSymbolicLink(_folder["b"], "a");
        var stamp = RegularFile.GetStamp(_folder["b"]).ShouldNotBeNull();
        (stamp.Bytes, stamp.ModifiedNs).ShouldBe((4, 5_000_000_700));
        using (var file = RegularFile.Open(_folder["a"]))
        {
            RegularFile.GetStamp(file).ShouldBe(stamp);
        }

        File.Copy(_folder["a"], _folder["c"]);
        File.Move(_folder["c"], _folder["a"], overwrite: true);
        File.SetLastWriteTimeUtc(_folder["a"], DateTime.UnixEpoch.AddSeconds(5).AddTicks(7));
        RegularFile.GetStamp(_folder["a"]).ShouldNotBe(stamp);
    }

    [Fact]
    public void A_missing_file_and_a_path_below_a_file_are_both_missing()
    {
        File.WriteAllText(_folder["a"], "");
        RegularFile.FindFault(_folder["gone"]).ShouldNotBeNull().ShouldBe(new FileFault(FileFaultKind.Missing, "there is no such file"));
        RegularFile.FindFault(_folder["a/b"]).ShouldNotBeNull().Kind.ShouldBe(FileFaultKind.Missing);
        RegularFile.FindFault(_folder[new string('x', 300)]).ShouldNotBeNull().Kind.ShouldBe(FileFaultKind.Missing);
        Should.Throw<FileNotFoundException>(() => RegularFile.Open(_folder["gone"]));
    }
}

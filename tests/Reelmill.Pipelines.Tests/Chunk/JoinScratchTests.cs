using Reelmill.Pipelines.Chunk;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Chunk;

public sealed class JoinScratchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_join_removes_the_leftovers_of_a_killed_join_and_nothing_else()
    {
        var killed = Killed();
        string[] canaries = [".join-mine/video.mp4", $".join-{Guid.NewGuid():n}/.reelmill-join", ".join-file"];
        foreach (var canary in canaries)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[canary])!);
            File.WriteAllText(_folder[canary], ".join-of-somebody-else");
        }

        using (var running = JoinScratch.Create(_folder.Path))
        using (var second = JoinScratch.Create(_folder.Path))
        {
            Directory.Exists(running.Path).ShouldBeTrue();
            Directory.Exists(second.Path).ShouldBeTrue();
            Directory.Exists(killed).ShouldBeFalse();
        }

        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder.Path, f)).ShouldBe(canaries, ignoreOrder: true);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Creates the folder that a killed join leaves on disk.</summary>
    private string Killed()
    {
        var scratch = JoinScratch.Create(_folder.Path);
        var proof = Directory.GetFiles(scratch.Path).ShouldHaveSingleItem();
        scratch.Dispose();
        Directory.CreateDirectory(scratch.Path);
        File.WriteAllText(proof, Path.GetFileName(scratch.Path));
        File.WriteAllText(Path.Combine(scratch.Path, "video.mp4"), "half");
        return scratch.Path;
    }
}

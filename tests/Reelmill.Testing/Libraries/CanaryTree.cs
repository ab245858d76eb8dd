using Shouldly;

namespace Reelmill.Testing.Libraries;

/// <summary>Foreign files beside a library and in its folders, whose bytes and times no command may change.</summary>
public sealed class CanaryTree
{
    private static readonly DateTime Written = new(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private static readonly string[] Inside =
    [
        "notes.txt", "letters/anna.txt", "frames/holiday/1.jpg", "frames/0123456789abcdef0123/0.jpg", "frames/readme.txt", "hls/notes.txt",
        "hls/0123456789abcdef0123/master.m3u8", "tmp/draft.txt", "tmp/frames-0123456789abcdef0123-0123456789abcdef/0.jpg", "tmp/session-0123456789abcdef/a",
        "videos/holiday.mp4", "videos/0123456789abcdef0123456789abcdef", "chunks/holiday/chunk_0000.mp4", "keys/notes.txt", "uploads/0123456789abcdef01234567.mp4",
        "vectors/notes/segment-00000001.vectors",
    ];

    private readonly string _library;
    private readonly string _beside;

    private CanaryTree(string library) => (_library, _beside) = (library, Path.Combine(Path.GetDirectoryName(library)!, Path.GetFileName(library) + "-beside"));

    /// <summary>Puts files beside a library's folder and, when asked to, in it.</summary>
    public static CanaryTree Plant(string library, bool inside)
    {
        var tree = new CanaryTree(library);
        foreach (var name in Inside)
        {
            Write(Path.Combine(tree._beside, name));
            if (inside)
            {
                Write(Path.Combine(library, name));
            }
        }

        return tree;
    }

    /// <summary>How many files there are where they were put, or, for a repair, at the same path below lost+found.</summary>
    public void ShouldBeUntouched(bool inside, bool repaired, string when)
    {
        foreach (var name in Inside)
        {
            ShouldBe(Path.Combine(_beside, name), $"{when}: beside/{name}");
            if (inside)
            {
                var path = Path.Combine(_library, name);
                ShouldBe(!File.Exists(path) && repaired ? Path.Combine(_library, "lost+found", name) : path, $"{when}: {name}");
            }
        }
    }

    /// <summary>Takes the files in the library away, and the folders that they alone were in.</summary>
    public void Uproot()
    {
        foreach (var path in Inside.Select(name => Path.Combine(_library, name)))
        {
            File.Delete(path);
            for (var folder = Path.GetDirectoryName(path)!; folder != _library && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)!)
            {
                Directory.Delete(folder);
            }
        }
    }

    private static void ShouldBe(string path, string what)
    {
        File.Exists(path).ShouldBeTrue(what);
        File.ReadAllText(path).ShouldBe("foreign", what);
        File.GetLastWriteTimeUtc(path).ShouldBe(Written, what);
    }

    private static void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "foreign");
        File.SetLastWriteTimeUtc(path, Written);
    }
}

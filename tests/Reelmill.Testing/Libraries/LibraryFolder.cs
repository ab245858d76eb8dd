using Shouldly;
using System.Security.Cryptography;
using Reelmill.Testing.Programs;

namespace Reelmill.Testing.Libraries;

/// <summary>A library's folder as anybody can look at it.</summary>
public sealed class LibraryFolder(string path)
{
    public string Path => path;

    public string Manifest => System.IO.Path.Combine(path, "manifest.jsonl");

    public IReadOnlyList<ManifestFrame> Frames() => [.. File.ReadLines(Manifest).Select(ManifestFrame.Parse)];

    /// <summary>All that must not depend on how a run went: the manifest's bytes, and every kept frame's name and bytes.</summary>
    public string Contents() => string.Join(
        '\n',
        KeptFiles().Append(Manifest).Select(file => $"{System.IO.Path.GetRelativePath(path, file)} {HashOf(file)}"));

    /// <summary>When each file that counts was last written: what nobody touches keeps its time.</summary>
    public string WriteTimes() => string.Join(
        '\n', Files("frames").Append(Manifest).Select(static file => $"{file} {File.GetLastWriteTimeUtc(file).Ticks}"));

    /// <summary>The files of kept frames, in the order of their names. Those of dropped frames are left out: which there are depends on what was kept before.</summary>
    public string[] KeptFiles() => [.. Frames().Where(static f => f.Path is not null).Select(f => System.IO.Path.Combine(path, f.Path!)).Order(StringComparer.Ordinal)];

    /// <summary>The manifest and the files agree: kept frames have their file with its hash, and the only others are of dropped frames.</summary>
    public void ShouldBeWhole()
    {
        var kept = Frames().Where(static f => f.Kept).ToArray();
        kept.Select(f => f.Path).Except(Files("frames").Select(Relative), StringComparer.Ordinal).ShouldBeEmpty();
        Files("frames").Select(Relative).Except(Frames().Select(static f => $"frames/{f.Video}/{f.TimeMs}.jpg"), StringComparer.Ordinal).ShouldBeEmpty();
        foreach (var frame in kept)
        {
            HashOf(System.IO.Path.Combine(path, frame.Path!)).ShouldBe(frame.Sha256, frame.Path);
        }

        Frames().Where(static f => !f.Kept).ShouldAllBe(static f => f.Path == null && f.Sha256 == null && f.Rule != null);
        ShouldHaveNoLeftovers();
    }

    public void ShouldHaveNoLeftovers()
    {
        Files("tmp").ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(path, "*.part", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(path, ".*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
        var staging = System.IO.Path.Combine(path, "tmp");
        (!Directory.Exists(staging) || !Directory.EnumerateFileSystemEntries(staging).Any()).ShouldBeTrue("tmp holds empty folders");
    }

    /// <summary>Every kept frame is a JPEG that decodes without a word; gives how many there are.</summary>
    public async Task<int> DecodeAllAsync()
    {
        var files = KeptFiles();
        var all = System.IO.Path.Combine(path, "..", "all.mjpeg");
        await File.WriteAllBytesAsync(all, [.. files.SelectMany(File.ReadAllBytes)]);
        var decoded = await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-xerror", "-f", "mjpeg", "-i", all, "-autoscale", "0", "-f", "framecrc", "-");
        File.Delete(all);
        decoded.Split('\n').Count(static line => line.StartsWith("0,", StringComparison.Ordinal)).ShouldBe(files.Length);
        return files.Length;
    }

    public string[] Files(string folder) => Directory.Exists(System.IO.Path.Combine(path, folder))
        ? [.. Directory.EnumerateFiles(System.IO.Path.Combine(path, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    private static string HashOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private string Relative(string file) => System.IO.Path.GetRelativePath(path, file);
}

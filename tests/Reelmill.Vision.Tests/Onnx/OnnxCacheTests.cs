using Reelmill.Testing;
using Reelmill.Vision.Onnx;
using Reelmill.Vision.Packages;
using Reelmill.Vision.Tests.Packages;

namespace Reelmill.Vision.Tests.Onnx;

public sealed class OnnxCacheTests : IDisposable
{
    private static readonly byte[] Library = [1, 2, 3];
    private static readonly byte[] Dependency = [4, 5];
    private static readonly OnnxBuild Build = new("1.2.3-some", TestPackages.NuGet, [TestPackages.File("native/libonnxruntime.so", Library), TestPackages.File("native/libbeside.so", Dependency)]);

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_downloaded_build_is_complete_and_no_temporary_files_remain()
    {
        await Cache.FetchAsync(Build, Fetcher(("native/libonnxruntime.so", Library), ("native/libbeside.so", Dependency)), default);

        File.ReadAllBytes(_folder["cache", "1.2.3-some", "libonnxruntime.so"]).ShouldBe(Library);
        Directory.GetFiles(_folder["cache", "1.2.3-some"]).Length.ShouldBe(2);
        Directory.GetFileSystemEntries(_folder["cache"]).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_downloads_all_end_with_a_complete_build()
    {
        var fetcher = Fetcher(("native/libonnxruntime.so", Library), ("native/libbeside.so", Dependency));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Cache.FetchAsync(Build, fetcher, default))));

        Directory.GetFileSystemEntries(_folder["cache"]).ShouldBe([_folder["cache", "1.2.3-some"]]);
        Directory.GetFiles(_folder["cache", "1.2.3-some"]).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_build_with_a_wrong_file_leaves_no_files_behind()
    {
        await Should.ThrowAsync<PackageException>(() => Cache.FetchAsync(Build, Fetcher(("native/libonnxruntime.so", Library), ("native/libbeside.so", [9])), default));

        Directory.GetFileSystemEntries(_folder["cache"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Temporary_folders_of_killed_downloads_are_removed_after_a_day()
    {
        Directory.CreateDirectory(_folder["cache", ".1.2.3-some.old.tmp"]);
        Directory.CreateDirectory(_folder["cache", ".1.2.3-some.new.tmp"]);
        Directory.CreateDirectory(_folder["cache", "mine.tmp"]);
        Directory.SetLastWriteTimeUtc(_folder["cache", ".1.2.3-some.old.tmp"], TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        Directory.SetLastWriteTimeUtc(_folder["cache", "mine.tmp"], TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));

        await Cache.FetchAsync(Build, Fetcher(("native/libonnxruntime.so", Library), ("native/libbeside.so", Dependency)), default);

        Directory.GetFileSystemEntries(_folder["cache"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe([".1.2.3-some.new.tmp", "1.2.3-some", "mine.tmp"]);
    }

    [Fact]
    public void The_GPU_build_also_serves_the_CPU()
    {
        Cache.Find(OnnxProvider.Cpu).ShouldBeNull();
        WriteBuild("1.31.1-cpu-x64");
        Cache.Find(OnnxProvider.Cpu).ShouldBe(_folder["cache", "1.31.1-cpu-x64", "libonnxruntime.so"]);
        Cache.Find(OnnxProvider.Cuda).ShouldBeNull();
        WriteBuild("1.31.0-gpu-x64");
        Cache.Find(OnnxProvider.Cpu).ShouldBe(_folder["cache", "1.31.0-gpu-x64", "libonnxruntime.so"]);
        Cache.Find(OnnxProvider.TensorRt).ShouldBe(_folder["cache", "1.31.0-gpu-x64", "libonnxruntime.so"]);
    }

    public void Dispose() => _folder.Dispose();

    private OnnxCache Cache => new(_folder["cache"]);

    private void WriteBuild(string build)
    {
        Directory.CreateDirectory(_folder["cache", build]);
        File.WriteAllBytes(_folder["cache", build, "libonnxruntime.so"], Library);
    }

    private PackageFetcher Fetcher(params (string Path, byte[] Bytes)[] files)
    {
        Directory.CreateDirectory(_folder["source"]);
        File.WriteAllBytes(_folder["source", "some.package.1.2.3.nupkg"], TestPackages.Zip(files));
        return new PackageFetcher(_ => [new PackageSource(_folder["source"])], null, TimeProvider.System);
    }
}

using System.Net.Http.Headers;
using System.Security.Cryptography;
using Reelmill.Testing;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Tests.Packages;

public sealed class PackageFetcherTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RegistryServer _server = new();
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(3 << 20);
    private readonly List<string> _progress = [];

    [Fact]
    public async Task Only_the_requested_file_of_a_large_package_is_downloaded()
    {
        var archive = TestPackages.Zip(("other/big.bin", RandomNumberGenerator.GetBytes(20 << 20)), ("lib/wanted.so", _content), ("other/b.bin", RandomNumberGenerator.GetBytes(8 << 20)));

        await FetchAsync(_server.Serve(archive), TestPackages.NuGet, TestPackages.File("lib/wanted.so", _content));

        File.ReadAllBytes(_folder["to", "wanted.so"]).ShouldBe(_content);
        Directory.GetFiles(_folder["to"]).Length.ShouldBe(1);
        _server.Requests.Sum(static r => r.Bytes).ShouldBeLessThan(archive.Length / 3);
        _progress[0].ShouldStartWith("Fetching Some.Package 1.2.3 from 127.0.0.1 (3.0 MiB");
    }

    [Fact]
    public async Task A_server_without_range_support_works_too()
    {
        using var plain = new RegistryServer { Ranges = false };

        await FetchAsync(plain.Serve(TestPackages.Zip(("a", [1]), ("lib/wanted.so", _content))), TestPackages.NuGet, TestPackages.File("lib/wanted.so", _content));

        File.ReadAllBytes(_folder["to", "wanted.so"]).ShouldBe(_content);
        Directory.GetFiles(_folder["to"]).Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_npm_package_is_downloaded_without_npm()
    {
        await FetchAsync(_server.ServeNpm(TestPackages.Tarball(("a.txt", [1]), ("x/wanted.onnx", _content), ("b.txt", [2]))), TestPackages.Npm, TestPackages.File("x/wanted.onnx", _content));

        File.ReadAllBytes(_folder["to", "wanted.onnx"]).ShouldBe(_content);
    }

    [Theory]
    [InlineData("some.package.1.2.3.nupkg")]
    [InlineData("some.package/1.2.3/Some.Package.1.2.3.nupkg")]
    public async Task A_folder_of_packages_can_be_a_source(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder["source", path])!);
        File.WriteAllBytes(_folder["source", path], TestPackages.Zip(("lib/wanted.so", _content)));

        await FetchAsync(new PackageSource(_folder["source"]), TestPackages.NuGet, TestPackages.File("lib/wanted.so", _content));

        File.ReadAllBytes(_folder["to", "wanted.so"]).ShouldBe(_content);
    }

    [Fact]
    public async Task A_file_with_the_wrong_hash_is_rejected_and_removed()
    {
        var exception = await Should.ThrowAsync<PackageException>(
            () => FetchAsync(_server.Serve(TestPackages.Zip(("lib/wanted.so", _content))), TestPackages.NuGet, TestPackages.File("lib/wanted.so", [1])));

        exception.Code.ShouldBe("package_changed");
        exception.Message.ShouldContain("lib/wanted.so has the SHA-256");
        exception.Message.ShouldEndWith(". Do something else.");
        Directory.GetFiles(_folder["to"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Invalid_archives_and_missing_files_have_their_error_codes()
    {
        var file = TestPackages.File("lib/wanted.so", _content);

        (await Should.ThrowAsync<PackageException>(() => FetchAsync(_server.Serve([1, 2, 3, 4]), TestPackages.NuGet, file))).Code.ShouldBe("package_changed");
        (await Should.ThrowAsync<PackageException>(() => FetchAsync(_server.Serve(TestPackages.Zip(("a", [1]))), TestPackages.NuGet, file))).Code.ShouldBe("package_missing");
        _server.Files.Clear();
        (await Should.ThrowAsync<PackageException>(() => FetchAsync(new PackageSource($"{_server.Root}v3/index.json"), TestPackages.NuGet, file))).Code.ShouldBe("package_missing");
        _server.Files["v3/index.json"] = "<html/>"u8.ToArray();
        (await Should.ThrowAsync<PackageException>(() => FetchAsync(new PackageSource($"{_server.Root}v3/index.json"), TestPackages.NuGet, file))).Code.ShouldBe("package_unreachable");
    }

    [Fact]
    public async Task The_error_for_an_unreachable_source_ends_with_advice()
    {
        var root = _server.Root;
        _server.Dispose();

        var exception = await Should.ThrowAsync<PackageException>(() => FetchAsync(new PackageSource($"{root}v3/index.json"), TestPackages.NuGet, TestPackages.File("a", [1])));

        exception.Code.ShouldBe("package_unreachable");
        exception.Message.ShouldStartWith("Fetching Some.Package 1.2.3 from 127.0.0.1: ");
        exception.Message.ShouldEndWith(". Do something else.");
    }

    [Fact]
    public async Task The_next_source_is_tried_after_a_failure()
    {
        Directory.CreateDirectory(_folder["empty"]);

        await FetchAsync([new PackageSource(_folder["empty"]), _server.Serve(TestPackages.Zip(("lib/wanted.so", _content)))], TestPackages.NuGet, TestPackages.File("lib/wanted.so", _content));

        File.ReadAllBytes(_folder["to", "wanted.so"]).ShouldBe(_content);
    }

    [Fact]
    public async Task Transient_failures_are_retried_and_permanent_ones_are_not()
    {
        var source = _server.Serve(TestPackages.Zip(("lib/wanted.so", _content)));
        _server.Faults.Enqueue(503);
        _server.Faults.Enqueue(429);

        await FetchAsync(source, TestPackages.NuGet, TestPackages.File("lib/wanted.so", _content));

        File.ReadAllBytes(_folder["to", "wanted.so"]).ShouldBe(_content);
        var before = _server.Requests.Count;
        _server.Faults.Enqueue(401);
        (await Should.ThrowAsync<PackageException>(() => FetchAsync(source, TestPackages.NuGet, TestPackages.File("lib/wanted.so", _content)))).Message.ShouldContain("401");
        _server.Requests.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Credentials_are_sent_to_their_registry()
    {
        var source = _server.Serve(TestPackages.Zip(("lib/wanted.so", _content))) with { Credentials = new AuthenticationHeaderValue("Basic", "dTpw") };

        await FetchAsync(source, TestPackages.NuGet, TestPackages.File("lib/wanted.so", _content));

        _server.Requests.ShouldAllBe(static r => r.Authorization == "Basic dTpw");
    }

    [Fact]
    public async Task A_canceled_download_throws_OperationCanceledException()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        await Should.ThrowAsync<OperationCanceledException>(
            () => FetchAsync([_server.Serve(TestPackages.Zip(("a", [1])))], TestPackages.NuGet, TestPackages.File("a", [1]), source.Token));
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    private Task FetchAsync(PackageSource source, PackageId package, PackageFile file) => FetchAsync([source], package, file);

    private Task FetchAsync(IReadOnlyList<PackageSource> sources, PackageId package, PackageFile file, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(_folder["to"]);
        return new PackageFetcher(_ => sources, _progress.Add, TimeProvider.System).FetchAsync(package, [file], _folder["to"], "Do something else.", cancellationToken);
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Reelmill.Vision.Models;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Tests.Packages;

/// <summary>Creates packages.</summary>
internal static class TestPackages
{
    public static readonly PackageId NuGet = new(PackageRegistry.NuGet, "Some.Package", "1.2.3");
    public static readonly PackageId Npm = new(PackageRegistry.Npm, "@some/package", "1.2.3");

    public static PackageFile File(string path, byte[] bytes) => new(path, ModelFile.Hash(bytes));

    /// <summary>Creates a zip archive as in NuGet packages.</summary>
    public static byte[] Zip(params (string Path, byte[] Bytes)[] files)
    {
        using var to = new MemoryStream();
        using (var zip = new ZipArchive(to, ZipArchiveMode.Create))
        {
            foreach (var (path, bytes) in files)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(bytes);
            }
        }

        return to.ToArray();
    }

    /// <summary>Creates a gzipped tar archive as in npm packages.</summary>
    public static byte[] Tarball(params (string Path, byte[] Bytes)[] files)
    {
        using var to = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true)))
        {
            foreach (var (path, bytes) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"package/{path}") { DataStream = new MemoryStream(bytes) });
            }
        }

        return to.ToArray();
    }

    /// <summary>Serves <see cref="NuGet"/> as a v3 source.</summary>
    public static PackageSource Serve(this RegistryServer server, byte[] archive)
    {
        server.Files["v3/index.json"] = Encoding.UTF8.GetBytes($$"""{"resources":[{"@id":"{{server.Root}}search","@type":"Search"},{"@id":"{{server.Root}}flat/","@type":"PackageBaseAddress/3.0.0"}]}""");
        server.Files["flat/some.package/1.2.3/some.package.1.2.3.nupkg"] = archive;
        return new PackageSource($"{server.Root}v3/index.json");
    }

    /// <summary>Serves <see cref="Npm"/> as a registry.</summary>
    public static PackageSource ServeNpm(this RegistryServer server, byte[] archive)
    {
        server.Files["@some/package/1.2.3"] = Encoding.UTF8.GetBytes($$"""{"dist":{"tarball":"{{server.Root}}tarballs/p.tgz" } }""");
        server.Files["tarballs/p.tgz"] = archive;
        return new PackageSource(server.Root);
    }
}

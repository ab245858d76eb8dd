using Reelmill.Testing;
using Reelmill.Vision.Packages;

namespace Reelmill.Vision.Tests.Packages;

public sealed class PackageSourcesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void The_public_registries_are_the_default()
    {
        NuGetSources.Read([]).Single().Address.ShouldBe("https://api.nuget.org/v3/index.json");
        NuGetSources.Read([Write("broken.config", "<configuration>")]).Single().Address.ShouldBe("https://api.nuget.org/v3/index.json");
        NpmSources.Read("a", [], null).Address.ShouldBe("https://registry.npmjs.org/");
    }

    [Fact]
    public void NuGet_sources_are_read_in_order_with_their_credentials()
    {
        var first = Write("machine.config", "<configuration><packageSources><add key='gone' value='https://gone.example/index.json'/></packageSources></configuration>");
        var second = Write("user.config", """
            <configuration>
              <packageSources><clear /><add key="our feed" value="https://feed.example/v3/index.json" /><add key="folder" value="packages" /><add key="off" value="https://off.example" /></packageSources>
              <disabledPackageSources><add key="off" value="true" /></disabledPackageSources>
              <packageSourceCredentials><our_x0020_feed><add key="Username" value="u" /><add key="ClearTextPassword" value="p" /></our_x0020_feed></packageSourceCredentials>
            </configuration>
            """);

        var sources = NuGetSources.Read([first, second]);

        sources.Select(static s => s.Address).ShouldBe(["https://feed.example/v3/index.json", _folder["packages"]]);
        sources[0].Credentials!.ToString().ShouldBe("Basic dTpw");
        sources[0].Label.ShouldBe("feed.example");
        sources[1].Url.ShouldBeNull();
    }

    [Theory]
    [InlineData("@some/p", "https://scope.example/npm/", "Bearer s3cret")]
    [InlineData("@other/p", "https://common.example/", null)]
    [InlineData("p", "https://common.example/", null)]
    public void The_npm_registry_is_that_of_the_scope_or_the_default_one(string package, string address, string? credentials)
    {
        string[] lines = ["; registry=https://no.example", "registry = https://common.example", "@some:registry=https://scope.example/npm/", "//scope.example/npm/:_authToken=s3cret"];

        var source = NpmSources.Read(package, lines, null);

        source.Address.ShouldBe(address);
        source.Credentials?.ToString().ShouldBe(credentials);
    }

    [Fact]
    public void The_registry_in_the_environment_overrides_the_default_registry() =>
        NpmSources.Read("p", ["registry=https://common.example"], "https://named.example").Address.ShouldBe("https://named.example/");

    [Theory]
    [InlineData("a@1.0.0", "a", "1.0.0")]
    [InlineData("@s/a@1.0.0", "@s/a", "1.0.0")]
    public void A_package_is_parsed_with_its_version(string text, string name, string version) =>
        PackageId.Parse(PackageRegistry.Npm, text).ShouldBe(new PackageId(PackageRegistry.Npm, name, version));

    [Theory]
    [InlineData("a")]
    [InlineData("@s/a")]
    [InlineData("a@")]
    public void A_package_without_a_version_is_rejected(string text) => PackageId.Parse(PackageRegistry.Npm, text).ShouldBeNull();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }
}

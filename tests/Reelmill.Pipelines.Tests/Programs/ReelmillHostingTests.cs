using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reelmill.Library;
using Reelmill.Pipelines.Settings;
using Reelmill.Pipelines.Tests.Index;
using Reelmill.Testing;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Tests.Programs;

/// <summary>A library in a .NET host.</summary>
public sealed class ReelmillHostingTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_host_opens_the_library_with_its_settings_and_embedders_and_closes_it()
    {
        await using (var embedder = new CountingEmbedder())
        {
            await using var services = Services(embedder, ("library:folder", _temp["library"]), ("quality:min-sharpness", "80"), ("index:embedder", "counting"));
            await StartAsync(services);

            var library = services.GetRequiredService<MediaLibrary>();
            library.Folder.ShouldBe(_temp["library"]);
            services.GetRequiredService<ReelmillConfig>().Mine.Quality.MinSharpness.ShouldBe(80);
            var images = await library.OpenCollectionAsync("images", services.GetRequiredService<ReelmillConfig>().Index);
            images.Dimension.ShouldBe(embedder.Dimension);
            (await Should.ThrowAsync<LibraryException>(MediaLibrary.OpenAsync(_temp["library"]))).Code.ShouldBe("library_in_use");
        }

        await using var again = await MediaLibrary.OpenAsync(_temp["library"]);
    }

    [Fact]
    public async Task An_unknown_setting_fails_the_start()
    {
        await using var services = Services(null, ("library:folder", _temp["library"]), ("quality:min-sharpnes", "80"));

        (await Should.ThrowAsync<UsageException>(StartAsync(services))).Message.ShouldContain("Did you mean 'quality.min-sharpness'?");
    }

    [Fact]
    public void A_section_without_a_folder_is_rejected() =>
        Should.Throw<UsageException>(() => Services(null, ("every", "2s"))).Message.ShouldContain("library:folder");

    private static ServiceProvider Services(IEmbedder? embedder, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        if (embedder is not null)
        {
            services.AddSingleton(embedder);
        }

        return services.AddReelmill(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create($"R:{s.Key}", (string?)s.Value))).Build().GetSection("R")).BuildServiceProvider();
    }

    private static async Task StartAsync(ServiceProvider services)
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }
    }
}

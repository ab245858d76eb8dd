using System.Formats.Tar;
using System.Text.RegularExpressions;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Reading;

/// <summary><c>search --html</c>: one file that shows the query image and what was found.</summary>
public sealed class SearchPageTests : LibraryTest
{
    [Fact]
    public async Task A_page_shows_the_results()
    {
        ReelmillApp.RequirePage();
        var folder = await ImagesAsync(3);
        await IndexAsync(folder);
        var page = Temp["found.html"];

        await SearchAsync(Path.Combine(folder, "image-001.jpg"), page);

        var html = await File.ReadAllTextAsync(page);
        Images(html).Count().ShouldBe(4);
        html.ShouldContain("image-002.jpg");
    }

    [Fact]
    public async Task A_page_shows_images_of_other_formats_and_images_in_archives()
    {
        ReelmillApp.RequirePage();
        var folder = await ImagesAsync(1);
        var jpeg = Path.Combine(folder, "image-001.jpg");
        foreach (var kind in new[] { "png", "webp", "tiff" })
        {
            await Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-i", jpeg, Path.Combine(folder, $"other.{kind}"));
        }

        await TarFile.CreateFromDirectoryAsync(folder, Temp["all.tar"], includeBaseDirectory: false);
        await IndexAsync(Path.Combine(folder, "other.png"), Path.Combine(folder, "other.webp"), Temp["all.tar"]);
        var page = Temp["found.html"];

        var found = await SearchAsync(jpeg, page);

        found.ShouldBe(4);
        var html = await File.ReadAllTextAsync(page);
        html.ShouldContain("\"problems\":{}");
        Images(html).Count().ShouldBe(5);
    }

    private static IEnumerable<string> Images(string html) => Regex.Matches(html, "\"/v1/search/[^\"]+\":\"(?<jpeg>/9j/)", RegexOptions.NonBacktracking).Select(static m => m.Groups["jpeg"].Value);

    private async Task<string> ImagesAsync(int count)
    {
        var folder = Directory.CreateDirectory(Temp["images"]).FullName;
        await Tool.MakeImagesAsync(folder, count);
        return folder;
    }

    private Task<CommandResult> IndexAsync(params string[] inputs) => ReelmillApp.ExpectAsync(0, ["index", "--library", Library.Path, "--quiet", .. inputs]);

    private async Task<int> SearchAsync(string image, string page)
    {
        var found = await ReelmillApp.ExpectAsync(0, "search", "--library", Library.Path, "--image", image, "--json", "--html", page);
        return found.Json().GetProperty("results").GetArrayLength();
    }
}

using Reelmill.Media.Fetching;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Fetching;

public sealed class InputListTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_named_file_may_have_any_extension_and_gets_its_full_path()
    {
        Write("clip.unknown");
        var input = Expand("./x/../clip.unknown").ShouldHaveSingleItem();
        input.Source.ShouldBe(_folder["clip.unknown"]);
        input.Kind.ShouldBe(InputKind.File);
        input.Problem.ShouldBeNull();
    }

    [Fact]
    public void A_URL_is_normalized()
    {
        var input = Expand("HTTP://Example.com/a.mp4#t=1").ShouldHaveSingleItem();
        input.Source.ShouldBe("http://example.com/a.mp4");
        input.Kind.ShouldBe(InputKind.Url);
    }

    [Fact]
    public void A_source_named_twice_is_returned_once()
    {
        Write("a.mp4");
        Write("list.txt", "a.mp4\nhttp://h/x\n");
        Sources("a.mp4", "./a.mp4", ".", "list.txt", "http://h/x#later").ShouldBe([_folder["a.mp4"], "http://h/x"]);
    }

    [Theory]
    [InlineData("missing.mp4", "not_found")]
    [InlineData("missing.csv", "not_found")]
    [InlineData("", "bad_input")]
    [InlineData("a\0b", "bad_input")]
    [InlineData("concat:a.mp4|b.mp4", "bad_input")]
    [InlineData("pipe:0", "bad_input")]
    [InlineData("file:///etc/passwd", "bad_input")]
    [InlineData("ftp://h/a.mp4", "bad_input")]
    public void An_unusable_name_becomes_an_input_with_a_problem(string name, string code)
    {
        Write("good.mp4");
        var inputs = Expand(name, "good.mp4");
        inputs.Count.ShouldBe(2);
        inputs[0].Problem.ShouldNotBeNull().Code.ShouldBe(code);
        inputs[1].Problem.ShouldBeNull();
    }

    [Fact]
    public void A_file_whose_name_looks_like_a_protocol_is_a_file()
    {
        Write("concat:a.mp4");
        Expand("concat:a.mp4").ShouldHaveSingleItem().Source.ShouldBe(_folder["concat:a.mp4"]);
    }

    [Fact]
    public void A_refused_URL_keeps_its_credentials_out_of_the_source() =>
        Expand("http://me:hunter2@h/a").ShouldHaveSingleItem().Source.ShouldBe("http://h/a");

    [Fact]
    public void A_folder_returns_its_media_files_recursively_in_ordinal_order()
    {
        foreach (var name in new[] { "b.mp4", "B.MKV", "a/z.jpg", "a/y/x.webm", "a.mp4", "notes.txt", "list.csv", ".hidden.mp4", ".git/c.mp4", "tool.exe" })
        {
            Write(name);
        }

        Relative(".").ShouldBe(["B.MKV", "a/y/x.webm", "a.mp4", "b.mp4"]);
    }

    [Fact]
    public void A_folder_reached_again_by_links_is_entered_once()
    {
        Write("real/a.mp4");
        Directory.CreateSymbolicLink(_folder["real", "loop"], _folder.Path);
        Directory.CreateSymbolicLink(_folder["real", "self"], _folder["real", "self"]);
        Directory.CreateSymbolicLink(_folder["twin"], _folder["real"]);
        Relative(".").ShouldBe(["real/a.mp4"]);
    }

    [Fact]
    public void A_link_to_a_file_is_followed_and_a_broken_link_fails()
    {
        Write("a.mp4");
        File.CreateSymbolicLink(_folder["b.mp4"], _folder["a.mp4"]);
        File.CreateSymbolicLink(_folder["c.mp4"], _folder["gone"]);
        var inputs = Expand(".");
        inputs.Select(input => input.Problem?.Code).ShouldBe([null, null, "not_found"]);
    }

    [Fact]
    public void A_folder_without_media_is_one_failing_input()
    {
        Write("notes.md");
        var problem = Expand(".").ShouldHaveSingleItem().Problem.ShouldNotBeNull();
        problem.Code.ShouldBe("not_found");
        problem.Message.ShouldContain(_folder.Path);
    }

    [Fact]
    public void Paths_in_a_list_are_relative_to_the_list()
    {
        Write("lists/today.txt", "../films/a.mp4\n");
        Write("films/a.mp4");
        Relative("lists/today.txt").ShouldBe(["films/a.mp4"]);
    }

    [Fact]
    public void The_other_columns_become_the_metadata_of_an_input()
    {
        Write("a.mp4");
        Write("list.csv", "label,path,split\n\"cat, grey\",a.mp4,train\n");
        var input = Expand("list.csv").ShouldHaveSingleItem();
        input.Metadata.ShouldBe(Metadata.Create(("label", "cat, grey"), ("split", "train")), ignoreOrder: true);
    }

    [Fact]
    public void Metadata_of_a_nested_list_extends_the_metadata_of_its_row()
    {
        Write("a.mp4");
        Write("outer.jsonl", """{"path":"inner.csv","set":"outer","licence":"MIT"}""");
        Write("inner.csv", "path,set\na.mp4,inner\n");
        Expand("outer.jsonl").ShouldHaveSingleItem().Metadata
            .ShouldBe(Metadata.Create(("set", "inner"), ("licence", "MIT")), ignoreOrder: true);
    }

    [Fact]
    public void A_bad_line_fails_alone_with_its_list_and_line_number()
    {
        Write("a.mp4");
        Write("list.txt", "# films\n\na.mp4\nmissing.mp4\nftp://h/x\n");
        var inputs = Expand("list.txt");
        inputs.Select(input => input.Problem?.Code).ShouldBe([null, "not_found", "bad_input"]);
        inputs[1].Problem!.Message.ShouldContain("line 4 of ");
        inputs[2].Problem!.Message.ShouldContain("line 5 of ");
    }

    [Fact]
    public void A_url_column_accepts_only_URLs()
    {
        Write("a.mp4");
        Write("list.csv", "url\na.mp4\n");
        Expand("list.csv").ShouldHaveSingleItem().Problem.ShouldNotBeNull().Code.ShouldBe("bad_input");
    }

    [Fact]
    public void Lists_may_be_nested_four_deep_and_no_deeper()
    {
        Write("1.txt", "2.txt\n");
        Write("2.txt", "3.txt\n");
        Write("3.txt", "4.txt\n");
        Write("4.txt", "http://h/four\n5.txt\n");
        Write("5.txt", "http://h/five\n");
        var inputs = Expand("1.txt");
        inputs.Select(input => input.Problem?.Code).ShouldBe([null, "bad_input"]);
        inputs[0].Source.ShouldBe("http://h/four");
    }

    [Fact]
    public void A_list_that_names_itself_fails_on_that_line_and_continues()
    {
        Write("a.txt", "b.txt\nhttp://h/a\n");
        Write("b.txt", "a.txt\nhttp://h/b\n");
        var inputs = Expand("a.txt");
        inputs.Select(input => input.Problem?.Code).ShouldBe(["bad_input", null, null]);
        inputs[0].Problem!.Message.ShouldContain("names itself");
    }

    [Fact]
    public void A_list_named_by_many_lists_is_read_once()
    {
        Write("1.txt", string.Concat(Enumerable.Repeat("2.txt\n", 1000)));
        Write("2.txt", string.Concat(Enumerable.Repeat("3.txt\n", 1000)));
        Write("3.txt", string.Concat(Enumerable.Repeat("4.txt\n", 1000)));
        Write("4.txt", "http://h/a\n");
        Sources("1.txt").ShouldBe(["http://h/a"]);
    }

    [Fact]
    public void A_list_is_read_only_as_far_as_it_is_enumerated()
    {
        static IEnumerable<string> Names()
        {
            yield return "http://h/a";
            throw new InvalidOperationException("read too far");
        }

        InputList.Expand(Names()).First().Source.ShouldBe("http://h/a");
    }

    [Fact]
    public void A_second_enumeration_returns_all_inputs_again()
    {
        var inputs = InputList.Expand(["http://h/a"]);
        inputs.Count().ShouldBe(1);
        inputs.Count().ShouldBe(1);
    }

    [Fact]
    public void Real_media_folders_return_their_files()
    {
        var folder = TestMedia.Path("video");
        var inputs = InputList.Expand([folder]).ToList();
        inputs.Count.ShouldBeGreaterThan(20);
        inputs.ShouldAllBe(input => input.Problem == null && File.Exists(input.Source));
    }

    private List<MediaInput> Expand(params string[] names) => [.. InputList.Expand(names, _folder.Path)];

    private IEnumerable<string> Sources(params string[] names) => Expand(names).Select(input => input.Source);

    private IEnumerable<string> Relative(params string[] names) => Sources(names).Select(source => Path.GetRelativePath(_folder.Path, source));

    private void Write(string name, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }
}

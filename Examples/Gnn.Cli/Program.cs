Console.WriteLine("gnn");

import 'graphiql/style.css';
